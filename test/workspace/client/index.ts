import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { Router } from 'express';
import { contentSecurityPolicy } from './contentSecurityPolicy';
import { customScripts } from './customScripts';
import type { ClientKind } from './publicSettings';
import { publicSettings } from './publicSettings';
import { shell } from './shell';

/** Bundled when a browser first asks for it: most workspaces never meet one. */
let script: string | undefined;

/**
 * Rocket.Chat's web client, where a login app touches it: login page, session, custom scripts, CAS button, its router,
 * messages. It comes after everything else: each path that the server has nothing at gets the client's page (read).
 *
 * @param access.setting the value of a server setting at this moment; `undefined` where the workspace has none, and
 * core's default holds.
 * @param access.script a custom script, as the page has it at this moment.
 * @param access.profile the name of a server's profile; one that begins with `6.` gets the older client.
 * @param access.kind default: `meteor`.
 */
export function clientRouter(access: {
	setting(id: string): unknown;
	script(id: string): unknown;
	profile: string;
	kind?: ClientKind;
}): Router {
	const setting = (id: string) => access.setting(id);
	const scripts = () => customScripts((id) => access.script(id));
	const line = access.profile.startsWith('6.') ? 6 : 7;
	const { kind = 'meteor' } = access;
	const style = readFileSync(path.join(__dirname, 'assets/client.css'), 'utf8');
	const router = Router();

	router.get('/client.js', (_request, response) => void response.type('js').send((script ??= browserScript())));
	router.get('/client.css', (_request, response) => void response.type('css').send(style));
	router.get(/^\/scripts_[0-9a-f]+\.js$/, (request, response) => {
		const { path: current, content } = scripts();
		if (request.path === current) response.type('js').send(content);
		else response.sendStatus(404);
	});
	router.get('*', (_request, response) => {
		response
			.set({ 'Content-Security-Policy': contentSecurityPolicy, 'X-Frame-Options': 'sameorigin' })
			.set('Cache-Control', 'no-cache')
			.type('html')
			.send(shell({ line, kind, settings: publicSettings(setting) }, scripts().path));
	});
	return router;
}

function browserScript(): string {
	const { outputFiles } = buildSync({
		entryPoints: [path.join(__dirname, 'browser/main.ts')],
		bundle: true,
		format: 'iife',
		target: 'es2020',
		write: false,
	});
	return outputFiles.map((file) => file.text).join('');
}
