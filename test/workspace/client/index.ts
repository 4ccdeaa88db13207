import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { Router } from 'express';
import { contentSecurityPolicy } from './contentSecurityPolicy';
import { customScripts } from './customScripts';
import { publicSettings } from './publicSettings';
import { shell } from './shell';

const routes = ['/', '/login', '/home', '/channel/:name', '/register'];

/** Bundled when a browser first asks for it: most workspaces never meet one. */
let script: string | undefined;

/**
 * Rocket.Chat's web client, where a login app touches it: login page, session, custom scripts, CAS button.
 *
 * @param access.setting the value of a server setting at this moment; `undefined` where the workspace has none, and
 * core's default holds.
 * @param access.profile the name of a server's profile; one that begins with `6.` gets the older client.
 */
export function clientRouter(access: { setting(id: string): unknown; profile: string }): Router {
	const setting = (id: string) => access.setting(id);
	const line = access.profile.startsWith('6.') ? 6 : 7;
	const style = readFileSync(path.join(__dirname, 'assets/client.css'), 'utf8');
	const router = Router();

	router.get(routes, (_request, response) => {
		response
			.set({ 'Content-Security-Policy': contentSecurityPolicy, 'X-Frame-Options': 'sameorigin' })
			.set('Cache-Control', 'no-cache')
			.type('html')
			.send(shell({ line, settings: publicSettings(setting) }, customScripts(setting).path));
	});
	router.get('/client.js', (_request, response) => void response.type('js').send((script ??= browserScript())));
	router.get('/client.css', (_request, response) => void response.type('css').send(style));
	router.get(/^\/scripts_[0-9a-f]+\.js$/, (request, response, next) => {
		const { path: current, content } = customScripts(setting);
		if (request.path === current) response.type('js').send(content);
		else next();
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
