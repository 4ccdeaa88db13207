import type { ErrorCode } from '../../src/errors';
import type { Behaviour } from '../hostile/faults';
import { startHostileProvider } from '../hostile/provider';
import { until } from '../workspace/testing/until';
import { ProviderScene } from './providers/support';
import { Browser } from './support/browser';
import { nameless } from './support/misbehaviour';
import { Scene } from './support/scene';

/** Milliseconds: longer than any test. */
const never = 2 ** 31 - 1;

/** Each is a provider of its own, so that they can be waited for together. */
const cases: [string, Behaviour, ErrorCode][] = [
	['Token', { token: 'slow' }, 'provider_timeout'],
	['Endless', { token: 'endless' }, 'provider_timeout'],
	['Keys', { jwks: 'slow' }, 'jwks_unavailable'],
	['Userinfo', { userinfo: 'slow', claims: nameless }, 'provider_timeout'],
	['Discovery', { discovery: 'slow' }, 'discovery_failed'],
	// Each answer comes within its own limit, and all together not within the sign-in's.
	['Trickle', { token: 'slow', jwks: 'slow', userinfo: 'slow', claims: nameless, slowness: 5_000 }, 'provider_timeout'],
];

test('an endpoint that never answers -> an error page after the time limit that the app sets itself', async () => {
	const scene = await ProviderScene.setUp({
		settings: { Accounts_OAuth_Custom: cases.map(([name]) => name).join(', ') },
	});
	const { probe, store } = scene.base.workspace;
	const providers = await Promise.all(cases.map(() => startHostileProvider()));
	for (const [index, [name, behaviour]] of cases.entries()) {
		const { issuer, clientId, clientSecret, set } = providers[index]!;
		set({ slowness: never, ...behaviour });
		await scene.configureCustom(name, { '-issuer': issuer, '-id': clientId, '-secret': clientSecret, '': true });
		// The app's own check would know the keys before the first sign-in.
		store.jobs.clear();
	}
	const limits: number[] = [];
	probe.observe((call, _appId, [parameters]) => {
		const { url, request } = (parameters ?? {}) as { url: string; request: { timeout: number } };
		if (call === 'Http.call' && providers.some(({ issuer }) => url.startsWith(issuer))) limits.push(request.timeout);
	});

	const pages = await Promise.all(
		cases.map(async ([name]) => [
			name,
			(await scene.base.walk(new Browser(), scene.base.url(`login/${name.toLowerCase()}`))).code,
		]),
	);
	expect(pages).toEqual(cases.map(([name, , code]) => [name, code]));
	// The engine cuts off a call of the app after 30 s, and with it the page.
	expect(limits.filter((limit) => !(limit > 0 && limit <= 6_000))).toEqual([]);
	expect(limits.length).toBeGreaterThanOrEqual(cases.length);
	expect([...store.users.values()].map(({ username }) => username)).not.toContain('robin');

	await Promise.all(providers.map((provider) => provider.stop()));
	await scene.stop();
});

test('while one sign-in waits for the provider -> another one gets through', async () => {
	const scene = await Scene.setUp();
	const [slow, quick] = [new Browser(), new Browser()];
	const callback = await scene.approve(slow);
	const other = await scene.approve(quick);
	scene.provider.set({ token: 'slow', slowness: never });
	const waits = slow.request(callback);
	await until(async () => scene.provider.requests.some(({ path }) => path === '/token'));
	scene.provider.set({});
	await scene.expectSignedIn(scene.walk(quick, other), { username: 'robin' });
	// If the other one had waited for it, it would be over by the app's own time limit.
	scene.provider.release();
	await scene.expectSignedIn(scene.walk(slow, await waits), { username: 'robin' });
	await scene.stop();
});
