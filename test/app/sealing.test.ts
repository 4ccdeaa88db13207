import { readFileSync } from 'node:fs';
import { appInfo } from '../../scripts/package';
import { startWorkspace } from '../workspace';
import type { Workspace } from '../workspace';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import type { AppPage } from './support/page';
import { Scene } from './support/scene';

/* The operator's secret in the environment, as the engine hands it to the app: the database alone opens and makes nothing. */

const variable = `RC_APPS_${appInfo().id.toUpperCase().replace(/-/g, '_')}_SEALING_SECRET`;
const env = { [variable]: 'a secret of the operator' };

let scene: Scene;
/** On the same database: another instance of the same operator, and a copy without the secret. */
let instance: Workspace;
let copy: Workspace;
beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: false, env } });
	await scene.settle();
	const { store } = scene.workspace;
	const extraCa = [readFileSync(scene.workspace.ca, 'utf8')];
	instance = await startWorkspace({ store, extraCa, rateLimit: false, env });
	copy = await startWorkspace({ store, extraCa, rateLimit: false });
});
afterAll(async () => {
	for (const one of [instance, copy]) {
		await scene.settle(one);
		await one.stop();
	}
	await scene.stop();
});

/** Begins at one instance, and comes back from the provider to another. */
async function signIn(begin: Workspace, end: Workspace): Promise<AppPage> {
	const browser = new Browser();
	const callback = await scene.approve(browser, scene.url('login/okta', begin));
	return parsePage(await browser.request(new URL(callback.pathname + callback.search, end.url)));
}

test('what one instance has sealed opens at another with the same secret', async () => {
	await scene.expectSignedIn(signIn(scene.workspace, instance), { username: 'robin' });
	await scene.expectSignedIn(signIn(instance, scene.workspace), { username: 'robin' });
});

describe('a copy of the database without the secret', () => {
	test('opens nothing that was sealed with it', async () => {
		const before = structuredClone(scene.accounts());
		const { code, session } = await signIn(scene.workspace, copy);
		expect([code, session]).toEqual(['state_foreign', undefined]);
		expect(scene.accounts()).toEqual(before);
	});

	test('makes nothing that opens with it: its own check, which an instance with the secret answers, fails', async () => {
		const page = parsePage(await new Browser().request(scene.url('login/okta', copy)));
		expect([page.status === 303, page.code]).toEqual([false, 'workspace_unreachable']);
	});
});
