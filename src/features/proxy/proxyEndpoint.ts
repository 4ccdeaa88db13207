import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { LoginError } from '../../errors';
import { Sealer } from '../../browser/seal';
import { formPostPage } from '../../html/formPostPage';
import type { ProxyServer } from '../../settings/proxyServer';
import { toProvider } from './toProvider';
import type { Onward } from './toWorkspace';
import { onwardUrl, toWorkspace } from './toWorkspace';
import { readProxyServer } from '../../settings/proxy';
import { isSecure, readWorkspace } from '../../settings/workspace';
import type { Call, Handlers } from '../../http/endpoint';
import { pageContext, redirect, respond } from '../../http/respond';
import type { Needs, Settings } from '../../ports/ports';

/*
 * This workspace as the OAuth proxy of others, under the paths of core's protocol. Nothing is kept: what has to be known
 * when an answer comes is sealed into its state.
 */

/** Where another workspace sends a browser that is on its way to a provider. */
export const proxyDeparture: Handlers = {
	path: 'proxy/redirect/:url',
	throttle: 'proxy',
	get: async ({ request, ports }) => {
		const proxy = await proxyServer(ports);
		// The server has decoded the segment, once.
		return redirect(await toProvider(request.params?.url, proxy, new Sealer(ports)));
	},
};

/** Where every provider of those workspaces sends the browser back to. */
export const proxyReturn: Handlers = {
	path: 'proxy/oauth_redirect',
	throttle: 'proxy',
	get: async ({ request, ports }) => {
		const proxy = await proxyServer(ports);
		return redirect(onwardUrl(await toWorkspace(request.query, proxy, new Sealer(ports))));
	},
	/** A form stays a form: its values are in no URL that a history or a log could keep. */
	post: async (call) => {
		const { request, ports } = call;
		const proxy = await proxyServer(ports);
		return postOn(await toWorkspace(request.content, proxy, new Sealer(ports)), call);
	},
};

async function proxyServer(ports: Settings & Needs<'appPath'>): Promise<ProxyServer> {
	const workspace = await readWorkspace(ports.serverSettings);
	const proxy = await readProxyServer(ports.appSettings, workspace, ports.appPath);
	if (!proxy) throw new LoginError('proxy_off');
	if (!isSecure(workspace.url)) throw new LoginError('workspace_insecure');
	return proxy;
}

async function postOn({ callback, parameters }: Onward, call: Call): Promise<IApiResponse> {
	const { texts, ...page } = await pageContext(call);
	return respond(formPostPage(texts, { ...page, action: callback, fields: parameters }));
}
