import type { ErrorCode } from '../../src/errors';
import type { Behaviour } from '../hostile/faults';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

/** Milliseconds: some six for the provider, and what a busy machine adds. The engine cuts an app off at 30 s. */
const patience = 15_000;

/** Each has a workspace of its own, so that they can be waited for together. */
const cases: [string, ErrorCode, Behaviour][] = [
	['token endpoint', 'provider_timeout', { token: 'slow' }],
	['token endpoint that never ends', 'provider_timeout', { token: 'endless' }],
	['keys', 'jwks_unavailable', { jwks: 'slow' }],
	['userinfo', 'provider_timeout', { userinfo: 'slow', claims: { name: undefined } }],
	['discovery', 'discovery_failed', { discovery: 'slow' }],
];

test(
	'whatever the provider is slow at, the page comes in time, and others get in meanwhile',
	async () => {
		await Promise.all(
			cases.map(async ([name, code, behaviour]) => {
				const scene = await Scene.setUp();
				try {
					await scene.meetProvider(behaviour);
					const begun = Date.now();
					const page = await scene.signIn();
					const took = Date.now() - begun;
					expect({ name, code: page.code, inTime: took < patience }).toEqual({ name, code, inTime: true });
					expect([...scene.workspace.store.users.values()].map(({ username }) => username)).not.toContain('robin');
				} finally {
					await scene.stop();
				}
			}),
		);
	},
	2 * patience,
);

test(
	'one who waits for the provider does not make another wait',
	async () => {
		const scene = await Scene.setUp();
		await scene.expectSignedIn(scene.signIn());
		const [slow, quick] = [new Browser(), new Browser()];
		const callback = await scene.approve(slow);
		const other = await scene.approve(quick);
		scene.provider.set({ token: 'slow', slowness: 3_000 });
		const waits = slow.request(callback);
		await new Promise((resolve) => setTimeout(resolve, 200));
		scene.provider.set({});
		const begun = Date.now();
		await scene.expectSignedIn(scene.walk(quick, other), { username: 'robin' });
		expect(Date.now() - begun).toBeLessThan(2_000);
		await scene.expectSignedIn(scene.walk(slow, await waits), { username: 'robin' });
		await scene.stop();
	},
	2 * patience,
);
