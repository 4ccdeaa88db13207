import { ProcessMemory } from '../../../src/host/memory';
import { keysOf, metadataOf, renewMetadata, unreadableBecause } from '../../../src/providers/knowledge';
import { Keyring } from '../../hostile/keyring';
import { codeOf } from '../support/loginError';
import { portsWith } from '../support/ports';
import { MemoryStore } from '../support/store';
import type { Answer } from '../support/transport';
import { nobodyAnswers, ScriptedTransport } from '../support/transport';
import type { Ports } from '../../../src/ports/ports';

const issuer = 'https://id.example.com';
const jwksUri = `${issuer}/keys`;
const rules = { allowHttpLoopback: false };
const day = 24 * 3600_000;
const documentWith = (more: object = {}): Answer => ({
	body: {
		...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: jwksUri },
		...more,
	},
});

let jwks: string;
beforeAll(async () => {
	jwks = await new Keyring().document('ES256', undefined);
});

/** A provider whose answer and a clock whose time the test sets; each call may come to another instance. */
function world() {
	const provider: { document: Answer | 'down'; keys: Answer | 'down' } = {
		document: documentWith(),
		keys: { body: jwks },
	};
	const clock = { time: 1_700_000_000_000 };
	const transport = new ScriptedTransport((_request, url) => {
		const answer = url.href === jwksUri ? provider.keys : provider.document;
		return answer === 'down' ? nobodyAnswers(url) : answer;
	});
	const store = new MemoryStore();
	const ports = (): Ports => portsWith({ transport, store, memory: new ProcessMemory(), now: () => clock.time });
	return { provider, clock, transport, store, ports };
}

describe('metadata', () => {
	test('is discovered once, for all instances', async () => {
		const { ports, transport } = world();
		const first = await metadataOf({ issuer, rules }, ports());
		expect(await metadataOf({ issuer, rules }, ports())).toEqual(first);
		expect(first.tokenEndpoint).toBe(`${issuer}/token`);
		expect(transport.requests).toHaveLength(1);
	});

	test('is discovered anew after two days, and by the upkeep after half a day', async () => {
		const { ports, clock, provider, transport } = world();
		await metadataOf({ issuer, rules }, ports());
		provider.document = documentWith({ token_endpoint: `${issuer}/token2` });
		clock.time += 2 * day - 1;
		expect((await metadataOf({ issuer, rules }, ports())).tokenEndpoint).toBe(`${issuer}/token`);
		clock.time += 1;
		expect((await metadataOf({ issuer, rules }, ports())).tokenEndpoint).toBe(`${issuer}/token2`);
		clock.time += day / 2 - 1;
		await renewMetadata({ issuer, rules }, ports());
		expect(transport.requests).toHaveLength(2);
		clock.time += 1;
		await renewMetadata({ issuer, rules }, ports());
		expect(transport.requests).toHaveLength(3);
	});

	const bad: Array<[string, Answer | 'down', string]> = [
		['the provider is down', 'down', 'discovery_failed'],
		['it answers with an error', { status: 500 }, 'discovery_failed'],
		['it answers with a page', { body: '<html>' }, 'discovery_failed'],
		[
			'the document is about another issuer',
			documentWith({ issuer: 'https://evil.example.com' }),
			'discovery_issuer_mismatch',
		],
		[
			'an endpoint is on plain http',
			documentWith({ token_endpoint: 'http://id.example.com/token' }),
			'discovery_invalid',
		],
	];

	test.each(bad)('that can not be renewed because %s is remembered until it can', async (_name, answer, code) => {
		const { ports, provider } = world();
		const here = ports();
		provider.document = answer;
		expect(await codeOf(renewMetadata({ issuer, rules }, here))).toBe(code);
		expect(unreadableBecause({ issuer, rules }, here.memory)?.code).toBe(code);
		provider.document = documentWith();
		await metadataOf({ issuer, rules }, ports());
		await renewMetadata({ issuer, rules }, here);
		expect(unreadableBecause({ issuer, rules }, here.memory)).toBeUndefined();
	});

	test('a copy that can not be renewed still lets people in: nothing is remembered against it', async () => {
		const { ports, provider, clock } = world();
		const here = ports();
		await metadataOf({ issuer, rules }, here);
		clock.time += day;
		provider.document = 'down';
		expect(await codeOf(renewMetadata({ issuer, rules }, here))).toBe('discovery_failed');
		expect(unreadableBecause({ issuer, rules }, here.memory)).toBeUndefined();
	});

	test.each(bad)('the last good copy stays while %s', async (_name, answer, code) => {
		const { ports, clock, provider, store } = world();
		const good = await metadataOf({ issuer, rules }, ports());
		provider.document = answer;
		clock.time += day;
		expect(await codeOf(renewMetadata({ issuer, rules }, ports()))).toBe(code);
		clock.time += 30 * day;
		expect(await metadataOf({ issuer, rules }, ports())).toEqual(good);
		expect(store.count('metadata:')).toBe(1);
	});

	test.each(bad)('without a copy, it says so when %s', async (_name, answer, code) => {
		const { ports, provider, store } = world();
		provider.document = answer;
		expect(await codeOf(metadataOf({ issuer, rules }, ports()))).toBe(code);
		expect(store.count()).toBe(0);
	});

	test('a copy that an older version of the app left, and that is no good any more, is replaced', async () => {
		const { ports, clock, store } = world();
		await store.add(`metadata:${issuer}`, { metadata: { issuer }, fetchedAt: clock.time });
		expect((await metadataOf({ issuer, rules }, ports())).tokenEndpoint).toBe(`${issuer}/token`);
	});

	test.each<[string, string, string]>([
		['is left out', issuer, `${issuer}/`],
		['is too much', `${issuer}/`, issuer],
	])('a slash at its end that %s: the document says how the issuer is written', async (_name, written, real) => {
		const { ports, clock, provider, store } = world();
		provider.document = documentWith({ issuer: real });
		expect((await metadataOf({ issuer: written, rules }, ports())).issuer).toBe(real);
		expect(store.count('metadata:')).toBe(1);
		provider.document = 'down';
		clock.time += 30 * day;
		expect((await metadataOf({ issuer: written, rules }, ports())).issuer).toBe(real);
	});

	test.each([`${issuer}//`, `${issuer}/tenant`, 'https://ID.example.com', 'https://id.example.com:443', `${issuer}.`])(
		'%s is another issuer, whatever the document is that is found there',
		async (other) => {
			const { ports } = world();
			await metadataOf({ issuer, rules }, ports());
			expect(await codeOf(metadataOf({ issuer: other, rules }, ports()))).toBe('discovery_issuer_mismatch');
		},
	);
});

describe('keys', () => {
	test('are fetched once by a process, and the next one finds them in the store', async () => {
		const { ports, transport, store } = world();
		const instance = ports();
		const [one, other] = [await keysOf(jwksUri, instance), await keysOf(jwksUri, instance)];
		expect(other).toBe(one);
		await expect((await one.current()).find({ alg: 'ES256' })).resolves.toHaveLength(1);
		expect(store.count('jwks:')).toBe(1);
		await expect((await (await keysOf(jwksUri, ports())).current()).find({ alg: 'ES256' })).resolves.toHaveLength(1);
		expect(transport.requests).toHaveLength(1);
	});

	test('the last good ones serve while the provider is down', async () => {
		const { ports, provider, clock } = world();
		await (await keysOf(jwksUri, ports())).current();
		provider.keys = 'down';
		clock.time += day;
		await expect((await (await keysOf(jwksUri, ports())).current()).find({ alg: 'ES256' })).resolves.toHaveLength(1);
	});

	test('a store that fails takes nothing from who signs in', async () => {
		const { ports, store } = world();
		const broken = store.by(async () => undefined);
		broken.add = broken.remove = () => Promise.reject(new Error('no store'));
		const keys = await keysOf(jwksUri, { ...ports(), store: broken });
		await expect((await keys.current()).find({ alg: 'ES256' })).resolves.toHaveLength(1);
	});
});
