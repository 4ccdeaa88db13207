import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import express from 'express';
import type { Response } from 'express';
import type { SceneOptions } from '../support/scene';
import { ProviderScene } from '../providers/support';

/** An OAuth proxy of core's protocol. */
export interface TestProxy {
	/** What goes into `Accounts_OAuth_Proxy_host`. */
	readonly host: string;
	allow(workspaces: readonly string[], providers: readonly string[]): Promise<void>;
	stop(): Promise<void>;
}

/** The app itself, in a workspace of its own. */
export class AppAsProxy implements TestProxy {
	private constructor(
		readonly scene: ProviderScene,
		readonly host: string,
	) {}

	static async start(options: SceneOptions = {}): Promise<AppAsProxy> {
		const scene = await ProviderScene.setUp(options);
		return new AppAsProxy(scene, String(await scene.setting('OAuth_Proxy_server_url')));
	}

	allow(workspaces: readonly string[], providers: readonly string[]): Promise<void> {
		return this.scene.configure({
			OAuth_Proxy_server_workspaces: workspaces.join('\n'),
			OAuth_Proxy_server_providers: providers.join(', '),
			OAuth_Proxy_server: true,
		});
	}

	stop(): Promise<void> {
		return this.scene.stop();
	}
}

export const olderEngine = (name: string): SceneOptions => ({
	workspace: { engineDir: dirname(require.resolve(`${name}/package.json`)), profile: '7.7' },
	patched: true,
});

/** Somebody else's: it believes whatever the state says, as core's own did. */
export async function startForeignProxy(): Promise<TestProxy> {
	const app = express();
	app.get('/redirect/:url', ({ params }, response) => response.redirect(params.url));
	app.get('/oauth_redirect', ({ url }, response) => {
		const { callback, answer } = takeApart(url.slice(url.indexOf('?')));
		response.redirect(`${callback}?${answer}`);
	});
	app.post('/oauth_redirect', express.text({ type: () => true }), ({ body }, response) => {
		const { callback, answer } = takeApart(String(body));
		sendForm(response, callback, answer);
	});
	const server = createServer(app);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		host: `http://localhost:${(server.address() as AddressInfo).port}`,
		allow: () => Promise.resolve(),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function takeApart(query: string): { callback: string; answer: URLSearchParams } {
	const answer = new URLSearchParams(query);
	const parts = (answer.get('state') ?? '').split('!');
	answer.set('state', parts.pop()!);
	return { callback: parts.join('!'), answer };
}

function sendForm(response: Response, action: string, fields: URLSearchParams): void {
	const inputs = [...fields].map(
		([name, value]) =>
			`<input type="hidden" name="${name}" value="${value.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}">`,
	);
	response.send(`<!doctype html><form method="post" action="${action}">${inputs.join('')}</form>`);
}
