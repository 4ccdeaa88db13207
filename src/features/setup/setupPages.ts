import type { FrameData, MarkKind } from '../admin/adminFrame';
import { adminForm, adminLayout, mark } from '../admin/adminFrame';
import type { ProviderState, ProviderStatus } from '../admin/statusLine';
import { checkLine } from '../trial/checkLine';
import type { Check } from '../checks/checks';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { FieldRole } from '../../providers/fields/fields';
import type { TextKey, Texts } from '../../texts/texts';

/** A provider in the list of those that are set up. */
export interface ListedProvider {
	readonly id: string;
	readonly name: string;
	/** An image as a `data:` URL. */
	readonly icon: string;
	readonly status: ProviderStatus;
}

/** A tile: a provider of the catalog, or a preset. */
export interface OfferedProvider {
	readonly name: string;
	/** An image as a `data:` URL. */
	readonly icon: string;
	/** Below the app's path. */
	readonly path: string;
}

export interface ProvidersPageData extends FrameData {
	readonly providers: readonly ListedProvider[];
	readonly offered: readonly OfferedProvider[];
}

const image = (icon: string): Html => html`<img class="icon" src="${icon}" alt="" />`;

const states = {
	off: ['off', 'status_off'],
	incomplete: ['warning', 'provider_incomplete'],
	mobile: ['good', 'status_on'],
	blocked: ['blocked', 'mark_blocked'],
	failing: ['warning', 'mark_warning'],
	untested: ['note', 'provider_untried'],
	ready: ['good', 'provider_works'],
} as const satisfies Record<ProviderState, readonly [MarkKind, TextKey]>;

/** The providers that there are, and those that can be set up. */
export function adminProvidersPage(texts: Texts, data: ProvidersPageData): Page {
	const { providers, offered, below } = data;
	const { t } = texts;
	const listed = ({ id, name, icon, status }: ListedProvider): Html =>
		html`<li>
			<div class="line">
				${image(icon)} <strong><bdi>${name}</bdi></strong> ${mark(states[status.state][0], t(states[status.state][1]))}
				<span class="end line"
					><a class="button small" href="${linkTarget(`${below}/admin/setup?provider=${id}`)}"
						>${t('setup_title', { provider: name })}</a
					>
					<a class="button small" href="${linkTarget(`${below}/try/${id}`)}"
						>${t('trial_title', { provider: name })}</a
					></span
				>
			</div>
			${status.state !== 'off' && html`<p class="hint">${status.text}</p>`}
		</li>`;
	return adminLayout(texts, data, 'admin/providers', {
		title: t('admin_nav_providers'),
		content: html`
			${
				providers.length === 0
					? html`<p>${t('providers_none')}</p>`
					: html`<ul class="rows">
							${providers.map(listed)}
						</ul>`
			}
			<h2>${t('setup_choose')}</h2>
			<ul class="tiles">
				${offered.map(
					({ name, icon, path }) =>
						html`<li><a href="${linkTarget(`${below}/${path}`)}">${image(icon)}${name}</a></li>`,
				)}
			</ul>
		`,
	});
}

export interface NamePageData extends FrameData {
	readonly preset: string;
	readonly presetName: string;
	readonly name: string;
	/** Why the name can't be had. */
	readonly problem?: string | undefined;
}

/** What one more provider is called: its callback URL is made of that. */
export function namePage(texts: Texts, data: NamePageData): Page {
	const { preset, presetName, name, problem } = data;
	const { t } = texts;
	return adminLayout(texts, data, 'admin/providers', {
		title: t('setup_title', { provider: presetName }),
		content: adminForm(
			data,
			'admin/setup',
			{ action: 'add', preset },
			html`${problem && html`<p role="alert">${problem}</p>`}
				<label class="field">${t('setup_name')}<input name="name" value="${name}" dir="ltr" required /></label>
				<p class="hint">${t('setup_name_hint')}</p>
				<p class="actions"><button class="button primary" type="submit">${t('setup_add')}</button></p>`,
		),
	});
}

export interface SetupField {
	readonly role: FieldRole;
	readonly label: TextKey;
	/** '' for a secret. */
	readonly value: string;
	/** Whether it is one that is never shown, and whether there is one. */
	readonly secret: 'none' | 'empty' | 'stored';
}

export interface SetupPageData extends FrameData {
	readonly id: string;
	readonly provider: string;
	/** An image as a `data:` URL. */
	readonly icon: string;
	readonly callbackUrl: string;
	readonly fields: readonly SetupField[];
	/** By what the app proves itself: the key of Apple, one that it makes, or a client secret. */
	readonly credential: keyof typeof steps;
	/** Where the provider reads the app's public keys, if there are any. */
	readonly keysUrl: string | undefined;
	readonly enabled: boolean;
	/** Absent while a field is empty. */
	readonly checks?: readonly Check[] | undefined;
	/** Why nothing was saved. */
	readonly problems: readonly string[];
	readonly done?: 'saved' | 'on' | 'off' | 'failed' | undefined;
}

const doneTexts = {
	saved: 'setup_done_saved',
	on: 'setup_done_on',
	off: 'setup_done_off',
	failed: 'setup_done_failed',
} as const satisfies Record<NonNullable<SetupPageData['done']>, TextKey>;

/** What to do at the provider; the addresses to register there are between the first and the last. */
const steps = {
	apple: ['setup_step_apple_id', 'setup_step_apple_key'],
	ownKey: ['setup_step_register_key', 'setup_step_copy_id'],
	secret: ['setup_step_register', 'setup_step_copy'],
} as const satisfies Record<string, readonly [TextKey, TextKey]>;

/** One provider from nothing to the switch: what to do there, what to enter here, what was found out, and what is next. */
export function setupPage(texts: Texts, data: SetupPageData): Page {
	const { id, provider, icon, callbackUrl, fields, credential, keysUrl, enabled, checks, problems, done, below } = data;
	const { t } = texts;
	const input = ({ role, label, value, secret }: SetupField): Html => {
		const hint = secret === 'stored' && html`<span class="hint">${t('setup_secret_stored')}</span>`;
		const required = secret !== 'stored' && role !== 'authorizePath' && role !== 'tokenPath' && role !== 'identityPath';
		const marked = required ? html`<span aria-hidden="true"> *</span>` : '';
		if (role === 'privateKey') {
			return html`<label class="field"
				>${t(label)}${marked} ${hint}<textarea
					name="${role}"
					rows="4"
					dir="ltr"
					data-file
					spellcheck="false"
				></textarea>
			</label>`;
		}
		const type = secret === 'none' ? 'text' : 'password';
		return html`<label class="field"
			>${t(label)}${marked} ${hint}<input
				name="${role}"
				type="${type}"
				value="${value}"
				dir="ltr"
				autocomplete="off"
				spellcheck="false"
		/></label>`;
	};
	const [first, last] = steps[credential];
	const address = (step: TextKey, name: string, url: string): Html =>
		html`<li>${t(step, { provider })} <code class="copy" id="${name}" dir="ltr" data-copy>${url}</code></li>`;
	return adminLayout(texts, data, 'admin/providers', {
		title: t('setup_title', { provider }),
		content: html`
			<p class="line">${image(icon)} ${enabled ? mark('good', t('status_on')) : mark('off', t('status_off'))}</p>
			${done && html`<p role="status">${t(doneTexts[done])}</p>`}
			${problems.length > 0 && html`<div role="alert">${problems.map((problem) => html`<p>${problem}</p>`)}</div>`}
			<h2>${t('setup_there', { provider })}</h2>
			<ol class="steps">
				<li>${t(first, { provider })}</li>
				${address('setup_step_callback', 'callback', callbackUrl)}
				${keysUrl && address('setup_step_keys', 'keys', keysUrl)}
				<li>${t(last, { provider })}</li>
			</ol>
			<h2>${t('setup_here')}</h2>
			${adminForm(
				data,
				'admin/setup',
				{ provider: id },
				html`${fields.map(input)}
					<details>
						<summary>${t('setup_file')}</summary>
						<label class="field"
							>${t('admin_import_file')}<textarea
								name="file"
								rows="4"
								dir="ltr"
								data-file
								spellcheck="false"
							></textarea>
						</label>
					</details>
					<p class="actions">
						<button class="button primary" type="submit" name="action" value="save">${t('setup_save')}</button>
						${
							!enabled &&
							html`<button class="button" type="submit" name="action" value="save_on">${t('setup_save_on')}</button>`
						}
					</p>`,
			)}
			${
				checks &&
				html`<h2>${t('setup_checks')}</h2>
					<ul class="rows">
						${checks.map((check) => checkLine(check, callbackUrl, texts))}
					</ul>
					<div class="line">
						<a class="button" href="${linkTarget(`${below}/try/${id}`)}">${t('trial_title', { provider })}</a>
						${adminForm(
							data,
							'admin/setup',
							{ provider: id, action: enabled ? 'off' : 'on' },
							html`<button class="button" type="submit">${t(enabled ? 'setup_off' : 'setup_on')}</button>`,
						)}
					</div>`
			}
		`,
	});
}
