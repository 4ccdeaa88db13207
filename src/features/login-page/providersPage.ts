import { readableLabelColor, sanitiseColor, sanitiseLabel } from '../../values/buttonLook';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface ProviderButton {
	readonly name: string;
	readonly href: string;
	/** The admin's own text; without it "Sign in with <name>". */
	readonly label?: string;
	readonly color?: string;
	readonly labelColor?: string;
	/** An image as a `data:` URL. */
	readonly icon: string;
}

export interface ProvidersPageData extends PageData {
	readonly providers: readonly ProviderButton[];
	/** The login page. */
	readonly homeUrl: string;
	/** Where the mobile app may have opened this, which hears of no sign-in from here: the workspace's address. */
	readonly openedByApp?: string | undefined;
}

/** The list of providers, for those who come without the login page's script: phones, the CAS button, plain links. */
export function providersPage(texts: Texts, { providers, homeUrl, openedByApp, ...page }: ProvidersPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('providers_title'),
		head: buttonColors(page.nonce, providers),
		content: html`
			${openedByApp !== undefined && html`<p>${texts.t('providers_from_app', { workspace: openedByApp })}</p>`}
			${
				providers.length === 0
					? html`<p>${texts.t('providers_none')}</p>`
					: html`<p>${texts.t('providers_text')}</p>
							<ul class="actions stack">
								${providers.map(
									({ name, label, href, icon }, index) =>
										html`<li>
											<a class="button button-${index}" href="${linkTarget(href)}">
												<img src="${icon}" alt="" />
												<span>${buttonLabel(texts, name, label)}</span>
											</a>
										</li>`,
								)}
							</ul>`
			}
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a></p>
		`,
	});
}

/** What a button says, for people: the admin's own text, else "Sign in with <name>". */
export function buttonLabel(texts: Texts, name: string, label?: string): string {
	return sanitiseLabel(label ?? '') || texts.t('sign_in_with', { provider: sanitiseLabel(name) });
}

/** The admin's colours; a style attribute would need `unsafe-inline`. */
function buttonColors(nonce: string, providers: readonly ProviderButton[]): Html {
	const rules = providers.map(({ color, labelColor }, index) => {
		const background = sanitiseColor(color);
		return (
			background &&
			html`.button.button-${index},.button.button-${index}:hover{background:${background};color:${readableLabelColor(background, labelColor)}}`
		);
	});
	return html`<style nonce="${nonce}">
		${rules}
	</style>`;
}
