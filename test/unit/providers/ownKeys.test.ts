import { CompactEncrypt, compactVerify, CompactSign, importJWK } from 'jose';

import { sealingSecretVariable } from '../../../src/browser/seal';
import { ProcessMemory } from '../../../src/host/memory';
import type { KeyUse } from '../../../src/providers/ownKeys';
import { keyLead, keyOverlap, keyRenewal, neededKeys, OwnKeys } from '../../../src/providers/ownKeys';
import { openid } from '../../../src/providers/definition/openid';
import type { JsonObject } from '../../../src/values/json';
import { MemoryEnvironment } from '../support/environment';
import { MemoryStore } from '../support/store';

const signing: KeyUse = { use: 'sig', alg: 'ES256' };
const decrypting: KeyUse = { use: 'enc', alg: 'ECDH-ES' };
const day = 24 * 3600_000;

function setUp(environment: Record<string, string> = {}, store = new MemoryStore(), start = Date.UTC(2030, 0, 1)) {
	const clock = { time: start };
	const ports = {
		...{ store, memory: new ProcessMemory(), now: () => clock.time },
		environment: new MemoryEnvironment(environment),
	};
	const keys = new OwnKeys(ports);
	const names = async (use = signing): Promise<unknown[]> => (await keys.published('a', [use])).map(({ kid }) => kid);
	return { keys, clock, store, names, used: async () => (await keys.signingKey('a', 'ES256')).kid };
}

test('a key is made where a definition needs one, and for no other provider', async () => {
	expect(neededKeys(openid)).toEqual([]);
	expect(neededKeys({ ...openid, ownSigningKey: 'ES256' })).toEqual([signing]);
	const encryption = { of: ['id_token'], alg: 'ECDH-ES' } as const;
	expect(neededKeys({ ...openid, ownSigningKey: 'ES256', encryption })).toEqual([signing, decrypting]);

	const { keys, store } = setUp();
	await keys.renew('a', []);
	expect([await keys.published('a', [signing]), store.count()]).toEqual([[], 0]);
	await keys.renew('a', [signing, decrypting]);
	await keys.renew('a', [signing, decrypting]);
	expect(store.count('own-key')).toBe(2);
	expect(await keys.published('b', [signing, decrypting])).toEqual([]);
	expect(await keys.decryptionKeys('b', 'ECDH-ES', undefined)).toEqual([]);
});

test('what is published verifies what is signed, and encrypts what only that provider’s key opens', async () => {
	const { keys } = setUp();
	await keys.renew('a', [signing, decrypting]);
	await keys.renew('b', [signing, decrypting]);
	const [forSigning, forEncryption] = await keys.published('a', [signing, decrypting]);
	const own = await keys.signingKey('a', 'ES256');
	const token = await new CompactSign(new Uint8Array(1))
		.setProtectedHeader({ alg: 'ES256' })
		.sign(await importJWK(own, 'ES256'));
	expect(own.kid).toBe(forSigning!.kid);
	await expect(compactVerify(token, await importJWK(forSigning!))).resolves.toBeDefined();
	await expect(
		new CompactEncrypt(new Uint8Array(1))
			.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
			.encrypt(await importJWK(forEncryption!)),
	).resolves.toBeDefined();
	const opening = await keys.decryptionKeys('a', 'ECDH-ES', String(forEncryption!.kid));
	expect(opening.map(({ kid, x }) => ({ kid, x }))).toEqual([{ kid: forEncryption!.kid, x: forEncryption!.x }]);
	expect(await keys.decryptionKeys('b', 'ECDH-ES', String(forEncryption!.kid))).toEqual([]);
	expect(forSigning).toMatchObject({ use: 'sig', alg: 'ES256', kty: 'EC' });
	expect(forEncryption).toMatchObject({ use: 'enc', alg: 'ECDH-ES', kty: 'EC' });
});

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'sealed'];

test.each<KeyUse>([signing, decrypting, { use: 'sig', alg: 'RS256' }, { use: 'enc', alg: 'RSA-OAEP-256' }])(
	'nothing private of %j is published, or in the store as it is',
	async (use) => {
		const { keys, store } = setUp();
		await keys.renew('a', [use]);
		const [published] = await keys.published('a', [use]);
		expect(Object.keys(published!).filter((name) => privateMembers.includes(name))).toEqual([]);
		const secret: JsonObject =
			use.use === 'sig'
				? await keys.signingKey('a', use.alg)
				: (await keys.decryptionKeys('a', use.alg, undefined))[0]!;
		expect(typeof secret.d).toBe('string');
		expect(store.dump()).not.toContain(secret.d);
	},
);

test('the next key is published for a week before it signs, and the last one stays for a month', async () => {
	const { keys, clock, names, used, store } = setUp();
	await keys.renew('a', [signing]);
	const first = await used();
	expect(await names()).toEqual([first]);
	clock.time += keyRenewal - 1;
	await keys.renew('a', [signing]);
	expect(await names()).toEqual([first]);

	clock.time += 1;
	await keys.renew('a', [signing]);
	const [second] = await names();
	expect(await names()).toEqual([second, first]);
	clock.time += keyLead - 1;
	expect(await used()).toBe(first);
	clock.time += 1;
	expect(await used()).toBe(second);

	clock.time += keyOverlap - keyLead - 1;
	await keys.renew('a', [signing]);
	expect(await names()).toContain(first);
	clock.time += 1;
	await keys.renew('a', [signing]);
	expect(await names()).not.toContain(first);
	expect(store.dump()).not.toContain(first);
});

test('what is encrypted for the last key opens for a month, though only the new one is published', async () => {
	const { keys, clock, names } = setUp();
	await keys.renew('a', [decrypting]);
	const [first] = await names(decrypting);
	clock.time += keyRenewal;
	await keys.renew('a', [decrypting]);
	const published = await names(decrypting);
	expect([published.length, published[0] === first]).toEqual([1, false]);
	expect(await keys.decryptionKeys('a', 'ECDH-ES', String(first))).toHaveLength(1);
	clock.time += keyOverlap;
	await keys.renew('a', [decrypting]);
	await keys.renew('a', [decrypting]);
	expect(await keys.decryptionKeys('a', 'ECDH-ES', String(first))).toEqual([]);
});

test('another algorithm is another key', async () => {
	const { keys } = setUp();
	await keys.renew('a', [signing]);
	await keys.renew('a', [{ use: 'sig', alg: 'RS256' }]);
	expect((await keys.published('a', [{ use: 'sig', alg: 'RS256' }])).map(({ alg }) => alg)).toEqual(['RS256']);
});

test('a key that does not open any more is replaced: the operator has changed the secret, or time is over', async () => {
	const store = new MemoryStore();
	const before = setUp({ [sealingSecretVariable]: 'one' }, store);
	await before.keys.renew('a', [signing]);
	const [first] = await before.names();

	const after = setUp({ [sealingSecretVariable]: 'two' }, store);
	await after.keys.renew('a', [signing]);
	expect((await after.names()).length).toBe(2);
	expect(await after.used()).not.toBe(first);

	after.clock.time += 91 * day;
	const third = await after.used();
	expect(third).not.toBe(first);
	await after.keys.purge();
	expect(await after.names()).toEqual([third]);
});

test('a sign-in before the upkeep makes the key itself', async () => {
	const { used, names } = setUp();
	const kid = await used();
	expect([await names(), await used()]).toEqual([[kid], kid]);
});

test('sign-ins and upkeeps that come at once make one key', async () => {
	const { keys, names } = setUp();
	const [first, second] = await Promise.all([
		keys.signingKey('a', 'ES256'),
		keys.signingKey('a', 'ES256'),
		keys.renew('a', [signing]),
		keys.renew('a', [signing]),
	]);
	expect(second.kid).toBe(first.kid);
	expect(await names()).toEqual([first.kid]);
});
