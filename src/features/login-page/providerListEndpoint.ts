import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { buttonIcon } from './buttonIcon';
import { loginScript, loginScriptTexts } from './script';
import { scriptHeaders } from '../../html/headers';
import { buttonLabel, providersPage } from './providersPage';
import { passwordForm } from './passwordForm';
import { allProviders } from '../../providers/registry';
import { isOurCas } from '../../workspace/cas/coreSettings';
import { readSetting } from '../../controls/setting';
import { straightTo } from '../../settings/loginPage';
import type { Provider } from '../../settings/provider';
import { isUsable, readProviders } from '../../settings/provider';
import type { Call, Handlers } from '../../http/endpoint';
import { pageContext, respond } from '../../http/respond';

const offeredProviders = async ({ ports }: Call): Promise<Provider[]> =>
	(await readProviders(await allProviders(ports.appSettings), ports.appSettings)).filter(
		(provider) => isUsable(provider) && provider.button.shown,
	);

/**
 * The providers as a plain page, for phones, for browsers without the login page's script, and for core's CAS button.
 *
 * @param options `native`: the id of what someone has agreed to, where the sign-in is for a phone or another window;
 *   `openedByApp`: whether the mobile app may have opened this
 */
export async function listProviders(
	call: Call,
	{
		native,
		openedByApp = false,
		setCookies,
	}: { readonly native?: string; readonly openedByApp?: boolean; readonly setCookies?: readonly string[] } = {},
): Promise<IApiResponse> {
	const [{ texts, workspace, ...page }, providers] = await Promise.all([pageContext(call), offeredProviders(call)]);
	return respond(
		providersPage(texts, {
			...page,
			providers: providers.map(({ id, name, button }) => ({
				name,
				...button,
				icon: buttonIcon(name, button),
				href: `${workspace.path}${call.ports.appPath}/login/${id}?style=redirect${native === undefined ? '' : `&native=${native}`}`,
			})),
			homeUrl: `${workspace.path}/login`,
			openedByApp: openedByApp ? workspace.url : undefined,
		}),
		setCookies,
	);
}

export const signIn: Handlers = { path: 'signin', get: (call) => listProviders(call) };

/** The script that puts the buttons onto Rocket.Chat's own login page. */
export const loginPageScript: Handlers = {
	path: 'login.js',
	throttle: 'script',
	get: async (call) => {
		const { ports } = call;
		const [{ texts, workspace }, providers, wanted] = await Promise.all([
			pageContext(call),
			offeredProviders(call),
			readSetting(straightTo, ports.appSettings),
		]);
		const straight = providers.find(({ id }) => id === wanted);
		const content = loginScript({
			providers: providers.map(({ id, name, button, loginStyle }) => ({
				id,
				title: name,
				style: loginStyle,
				color: button.color,
				labelColor: button.labelColor,
				label: buttonLabel(texts, name, button.label),
				icon: buttonIcon(name, button),
				href: `${workspace.path}${ports.appPath}/login/${id}`,
			})),
			texts: loginScriptTexts(texts, straight?.name),
			...{ lang: texts.lang, dir: texts.dir, straightTo: straight?.id },
			homePath: `${workspace.path}/home`,
			passwordForm: (await passwordForm(ports)) === 'hidden' ? 'hide' : 'leave',
			casButton: isOurCas(await ports.serverSettings.get('CAS_base_url'), ports.appPath) ? 'fold' : 'leave',
		});
		return { status: 200, headers: scriptHeaders(), content };
	},
};
