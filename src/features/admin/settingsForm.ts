import type { IConfigurationExtend } from '@rocket.chat/apps-engine/definition/accessors';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { passwordFormNote } from '../login-page/passwordForm';
import { learningNote } from '../people/coreEvents';
import { lastLinkCounts } from '../people/linkCounts';
import type { Memory } from '../../ports/memory';
import type { TextKey, Texts } from '../../texts/texts';
import { isTextKey, textsFor } from '../../texts/texts';
import type { ProviderDefinition } from '../../providers/definition/definition';
import type { Field } from '../../providers/fields/section';
import { customProviders } from '../../providers/custom';
import { allProviders } from '../../providers/registry';
import { learningSetting } from '../../settings/people';
import { fieldProblem, settingProblem } from '../../settings/problems';
import { internalUrl } from '../../settings/bridge';
import { generalSetting, hiddenSettings, providerSetting } from '../../settings/form';
import { generalSettings } from '../../settings/general';
import { hidePasswordForm } from '../../settings/loginPage';
import { proxyServerUrl, readProxyUse, registeredUrl } from '../../settings/proxy';
import { proxySettings } from '../../settings/proxySettings';
import { adminPages } from '../../settings/start';
import type { Site } from '../../settings/workspace';
import { endpointRules, readSite, readWorkspace } from '../../settings/workspace';
import { bridgeNotes } from './bridgeNotes';
import { proxyNotes } from './proxyNotes';
import { rejectedSettings } from './rejected';
import { Queue } from '../../values/queue';
import { statusItems, summaryOf } from './status';
import { gatherStatusFacts } from './statusFacts';
import { refusal, warnings } from './statusLine';
import type { SettingReader } from '../../ports/settings';
import type { StoreReader } from '../../ports/store';
import type { Needs, Settings } from '../../ports/ports';

/** What the lines of the form are made of, besides the settings. */
type LineSources = Needs<'now'> & { readonly store: StoreReader };

/**
 * The admin's form: which settings there are, what may be stored in them, and what is said about them.
 *
 * The engine takes new settings, and new texts for those that exist, as long as the app runs; it takes none away.
 */
export class SettingsForm {
	/** Providers whose section is there already. */
	private readonly provided = new Map<string, ProviderDefinition>();

	private readonly providing = new Queue();

	constructor(
		private readonly configuration: IConfigurationExtend,
		private readonly settings: Settings,
		private readonly appPath: string,
		private readonly memory: Memory,
	) {}

	async provide(): Promise<void> {
		await this.provideNew();
		for (const setting of [...(await this.generalSettings()), ...hiddenSettings]) {
			await this.configuration.settings.provideSetting(setting);
		}
	}

	/**
	 * The sections of providers that were named since the app was started. Who waits for it can write into each of them: of
	 * two at once, the second one waits for what the first one provides.
	 *
	 * @param names what the setting is to be read as, where it was written just now: the server shows that a little later
	 */
	provideNew(names?: string): Promise<void> {
		return this.providing.run(() => this.provideMissing(names));
	}

	private async provideMissing(names: string | undefined): Promise<void> {
		const { appSettings, serverSettings } = this.settings;
		const texts = textsFor(undefined, (await readWorkspace(serverSettings)).language);
		const reader = names === undefined ? appSettings : { get: async () => names };
		for (const definition of await allProviders(reader)) {
			if (this.provided.has(definition.id)) continue;
			this.provided.set(definition.id, definition);
			const callback = await this.registeredUrl(definition.id);
			for (const field of definition.fields) {
				await this.configuration.settings.provideSetting(providerSetting(definition, field, callback, texts));
			}
		}
	}

	/**
	 * What is stored in the place of a new value: the value itself, or the old one where the new one can't work. A throw
	 * would not keep it out (apps-engine, AppSettingsManager), so the reason is remembered for {@link showStatus}.
	 */
	async accept(changed: ISetting, old: ISetting): Promise<ISetting> {
		const workspace = await readWorkspace(this.settings.serverSettings);
		const [definition, field] = await this.find(changed.id);
		if (definition && field?.role === 'callbackUrl') {
			return { ...changed, value: await this.registeredUrl(definition.id) };
		}
		const url = this.shownUrls(workspace)[changed.id];
		if (url !== undefined) return { ...changed, value: url };
		const rules = endpointRules(workspace);
		const problem =
			definition && field
				? await fieldProblem(definition, field, changed.value, rules)
				: await settingProblem(changed.id, changed.value, { rules, providers: await this.providerIds() });
		if (!problem) {
			this.memory.of(rejectedSettings).delete(changed.id);
			return changed;
		}
		this.memory.of(rejectedSettings).set(changed.id, problem);
		return { ...changed, value: old?.value };
	}

	/** Says under each switch, and under the app's own settings, how things stand. */
	async showStatus({ store, now }: LineSources): Promise<void> {
		const { serverSettings, appSettings } = this.settings;
		const workspace = await readWorkspace(serverSettings);
		const texts = textsFor(undefined, workspace.language);
		const sources = { ...this.settings, memory: this.memory, appPath: this.appPath, store, now };
		const [facts, definitions] = await Promise.all([gatherStatusFacts(sources, texts), allProviders(appSettings)]);
		const { health } = facts;
		const notes: Readonly<Record<string, string | undefined>> = {
			[adminPages.id]: [
				texts.t(summaryOf(facts, statusItems(facts, texts))),
				texts.t('start_pages'),
				texts.t('start_help', { url: `${workspace.url}${this.appPath}/help` }),
			].join(' '),
			[internalUrl.id]: warnings(health, facts.logLevel, texts),
			...bridgeNotes(health, texts),
			[hidePasswordForm.id]: await passwordFormNote({ appSettings, store }, texts),
			[customProviders.id]: facts.removed,
			[learningSetting.id]: await learntNote(store, appSettings, texts),
			...(await proxyNotes(appSettings, workspace, this.appPath, texts)),
		};
		for (const definition of definitions) {
			const text = facts.providers.find(({ id }) => id === definition.id)?.text;
			await this.describeSwitch(definition, text, texts);
		}
		for (const [id, definition] of this.provided) {
			if (definitions.some((one) => one.id === id)) continue;
			// The engine takes no section away before the app is started again.
			await this.describeSwitch(definition, texts.t('status_removed_section', { provider: definition.name }), texts);
		}
		for (const setting of await this.generalSettings()) {
			const description = this.describe(setting, notes[setting.id], texts);
			await this.configuration.settings.provideSetting({ ...setting, i18nDescription: description });
		}
	}

	private async describeSwitch(
		definition: ProviderDefinition,
		i18nDescription: string | undefined,
		texts: Texts,
	): Promise<void> {
		const field = definition.fields.find(({ role }) => role === 'enabled');
		if (!field) return;
		await this.configuration.settings.provideSetting({
			...providerSetting(definition, field, '', texts),
			i18nDescription,
		});
	}

	/** A text as it is to be shown, or the key of one. */
	private describe(
		{ id, i18nLabel, i18nDescription }: ISetting,
		note: string | undefined,
		texts: Texts,
	): string | undefined {
		const problem = this.memory.of(rejectedSettings).get(id);
		if (problem) return refusal(texts.t(i18nLabel as TextKey), problem, texts);
		if (!note || !i18nDescription) return note ?? i18nDescription;
		return isTextKey(i18nDescription) ? `${texts.t(i18nDescription)} ${note}` : note;
	}

	/** What concerns no provider alone, or all of them. */
	private async generalSettings(): Promise<ISetting[]> {
		const urls = this.shownUrls(await readSite(this.settings.serverSettings));
		return generalSettings.map((setting) => generalSetting(setting, urls[setting.id] ?? ''));
	}

	/** What is there for copying, by the settings' ids. */
	private shownUrls({ url }: Site): Readonly<Record<string, string>> {
		return {
			[adminPages.id]: `${url}${this.appPath}/admin`,
			[proxySettings.url.id]: proxyServerUrl(url, this.appPath),
		};
	}

	/** What is to be registered at a provider. */
	private async registeredUrl(providerId: string): Promise<string> {
		const { url } = await readSite(this.settings.serverSettings);
		return registeredUrl(url, this.appPath, providerId, await readProxyUse(this.settings.appSettings));
	}

	private async providerIds(): Promise<string[]> {
		return (await allProviders(this.settings.appSettings)).map(({ id }) => id);
	}

	private async find(settingId: string): Promise<[ProviderDefinition?, Field?]> {
		for (const definition of await allProviders(this.settings.appSettings)) {
			const field = definition.fields.find(({ id }) => id === settingId);
			if (field) return [definition, field];
		}
		return [];
	}
}

/** How far this has come, and whether it can continue: who has not signed in yet can't be seen from here. */
async function learntNote(store: StoreReader, appSettings: SettingReader, texts: Texts): Promise<string> {
	const count = (await lastLinkCounts(store)).reduce((sum, { learnt }) => sum + learnt, 0);
	const note = await learningNote(store, appSettings);
	return [texts.t('status_learnt', { count }), ...(note ? [texts.t(note)] : [])].join(' ');
}
