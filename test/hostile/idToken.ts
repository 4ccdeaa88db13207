import { createHash, createSign, generateKeyPairSync, sign as signBytes } from 'node:crypto';

import { base64url, CompactSign, exportJWK, generateKeyPair } from 'jose';
import type { CompactJWSHeaderParameters, CryptoKey } from 'jose';

import type { IdTokenFault } from './faults';
import { decoy } from './keyring';
import type { Keyring } from './keyring';

export interface IdTokenContext {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly nonce: string | undefined;
	readonly claims: Readonly<Record<string, unknown>>;
	readonly alg: string;
	readonly keyring: Keyring;
}

type Payload = Record<string, unknown>;

/** An ID token for the context, or what a fault makes of it; undefined when there is none. */
export async function makeIdToken(
	context: IdTokenContext,
	fault: IdTokenFault | undefined,
): Promise<string | undefined> {
	if (fault === 'absent') {
		return undefined;
	}
	const now = Math.floor(Date.now() / 1000);
	const honest: Payload = {
		...context.claims,
		iss: context.issuer,
		aud: context.clientId,
		iat: now,
		exp: now + 300,
		...(context.nonce !== undefined && { nonce: context.nonce }),
	};
	const edit = fault && claimFaults[fault];
	const payload = edit ? edit(honest, now) : honest;
	const write = fault && textFaults[fault];
	const content = write ? write(payload) : new TextEncoder().encode(JSON.stringify(payload));
	const forge = fault && signatureFaults[fault];
	return forge ? forge(content, context) : sign(content, context);
}

type Edit = (payload: Payload, now: number) => Payload;

const claim =
	(name: string, value: unknown): Edit =>
	(payload) => ({ ...payload, [name]: value });

const without =
	(name: string): Edit =>
	({ [name]: _, ...payload }) =>
		payload;

const time =
	(name: string, offset: number): Edit =>
	(payload, now) => ({ ...payload, [name]: now + offset });

const week = 7 * 24 * 3600;

const claimFaults: Partial<Record<IdTokenFault, Edit>> = {
	nonceWrong: claim('nonce', 'nonce-of-somebody-else'),
	nonceMissing: without('nonce'),
	issWrong: claim('iss', 'https://attacker.example'),
	issTrailingSlash: (payload) => ({ ...payload, iss: `${payload.iss}/` }),
	issUpperCase: (payload) => ({ ...payload, iss: `${payload.iss}`.toUpperCase() }),
	issHttps: (payload) => ({ ...payload, iss: `${payload.iss}`.replace('http:', 'https:') }),
	issMissing: without('iss'),
	audWrong: claim('aud', 'another-client'),
	audMissing: without('aud'),
	audEmpty: claim('aud', []),
	audNumber: claim('aud', 42),
	audOthers: claim('aud', ['another-client', 'one-more']),
	audArray: (payload) => ({ ...payload, aud: [payload.aud] }),
	audWithForeign: (payload) => ({ ...payload, aud: [payload.aud, 'another-client'] }),
	audWithForeignAzpUs: (payload) => ({ ...payload, aud: [payload.aud, 'another-client'], azp: payload.aud }),
	azpOther: claim('azp', 'another-client'),
	subMissing: without('sub'),
	subEmpty: claim('sub', ''),
	subNumber: claim('sub', 1e21),
	subHuge: claim('sub', 's'.repeat(256)),
	expMissing: without('exp'),
	expPast: time('exp', -3600),
	expText: (payload) => ({ ...payload, exp: `${payload.exp}` }),
	expMilliseconds: (payload, now) => ({ ...payload, exp: (now + 300) * 1000 }),
	iatMissing: without('iat'),
	iatWeekOld: time('iat', -week),
	iatFuture: time('iat', 3600),
	iatText: claim('iat', 'now'),
	nbfFuture: time('nbf', 3600),
	nbfPast: time('nbf', -30),
	huge: claim('padding', 'x'.repeat(300_000)),
};

const text = (make: (json: string) => string) => (payload: Payload) =>
	new TextEncoder().encode(make(JSON.stringify(payload)));

/** Contents that no object becomes by `JSON.stringify`. */
const textFaults: Partial<Record<IdTokenFault, (payload: Payload) => Uint8Array>> = {
	expInfinite: text((json) => json.replace(/"exp":\d+/, '"exp":1e999')),
	subTwice: text((json) => json.replace('{', '{"sub":"first-of-two",')),
	prototypeKeys: text((json) => json.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{}},')),
	deep: text((json) => json.replace('{', `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},`)),
	notJson: () => new TextEncoder().encode('not json'),
	notUtf8: (payload) => Buffer.from(JSON.stringify(payload).replace('{', '{"x":"\xff",'), 'latin1'),
	payloadArray: text((json) => `[${json}]`),
};

async function sign(content: Uint8Array, { alg, keyring }: IdTokenContext, header: object = {}): Promise<string> {
	const { kid, privateKey } = await keyring.signingKey(alg);
	return signWith(content, privateKey, { alg, kid, ...header });
}

function signWith(content: Uint8Array, key: CryptoKey | Uint8Array, header: object): Promise<string> {
	return new CompactSign(content).setProtectedHeader(header as CompactJWSHeaderParameters).sign(key);
}

const part = (value: object): string => base64url.encode(JSON.stringify(value));

/** Header and content as they are signed, with any header and any signature. */
async function forged(
	content: Uint8Array,
	{ alg, keyring }: IdTokenContext,
	header: object,
	signature: (input: string) => Uint8Array,
): Promise<string> {
	const { kid } = await keyring.signingKey(alg);
	const input = `${part({ alg, kid, ...header })}.${base64url.encode(content)}`;
	return `${input}.${base64url.encode(signature(input))}`;
}

type Forge = (content: Uint8Array, context: IdTokenContext) => Promise<string>;

const junk = () => new Uint8Array(256).fill(7);

function altered(token: string): string {
	const at = token.lastIndexOf('.') + 10;
	return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/** Signed by a key of the attacker's that the header itself offers. */
async function selfSigned(content: Uint8Array, header: (publicJwk: object) => object): Promise<string> {
	const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
	return signWith(content, privateKey, { alg: 'RS256', ...header(await exportJWK(publicKey)) });
}

/** RFC 8017 §9.2, for 2048 bits: what an RSA signature is under an exponent of 1. */
function paddedDigest(input: string): Uint8Array {
	const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
	const digest = createHash('sha256').update(input).digest();
	const padding = Buffer.alloc(256 - 3 - info.length - digest.length, 0xff);
	return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info, digest]);
}

const signatureFaults: Partial<Record<IdTokenFault, Forge>> = {
	signatureAltered: async (content, context) => altered(await sign(content, context)),
	signatureOfAnother: async (content, context) => {
		const another = await sign(new TextEncoder().encode('{}'), context);
		const [header] = another.split('.');
		return `${header}.${base64url.encode(content)}.${another.split('.')[2]}`;
	},
	signatureEmpty: (content, context) => forged(content, context, {}, () => new Uint8Array()),
	algNone: async (content) => `${part({ alg: 'none' })}.${base64url.encode(content)}.`,
	algNoneOddCase: (content, context) => forged(content, context, { alg: 'nOnE' }, junk),
	algMissing: (content, context) => forged(content, context, { alg: undefined }, junk),
	algObject: (content, context) => forged(content, context, { alg: { toString: 1 } }, junk),
	hs256ClientSecret: (content, { clientSecret }) =>
		signWith(content, new TextEncoder().encode(clientSecret), { alg: 'HS256' }),
	hs256PublicKey: async (content, { alg, keyring }) => {
		const { publicJwk } = await keyring.signingKey(alg);
		return signWith(content, new TextEncoder().encode(JSON.stringify(publicJwk)), { alg: 'HS256', kid: publicJwk.kid });
	},
	ps512: (content, context) => sign(content, { ...context, alg: 'PS512' }),
	es256Altered: async (content, context) => altered(await sign(content, { ...context, alg: 'ES256' })),
	es256Zero: (content, context) => forged(content, { ...context, alg: 'ES256' }, {}, () => new Uint8Array(64)),
	es256Der: async (content, context) => {
		const { privateJwk } = await context.keyring.signingKey('ES256');
		return forged(content, { ...context, alg: 'ES256' }, {}, (input) =>
			createSign('sha256')
				.update(input)
				.sign({ key: privateJwk as never, format: 'jwk', dsaEncoding: 'der' } as never),
		);
	},
	es256WrongCurve: (content, context) => {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
		return forged(content, { ...context, alg: 'ES256' }, {}, (input) =>
			signBytes('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
		);
	},
	kidUnknown: (content, context) => sign(content, context, { kid: 'nobody-knows' }),
	kidAbsent: (content, context) => sign(content, context, { kid: undefined }),
	kidNumber: (content, context) => forged(content, context, { kid: 7 }, junk),
	weakRsaKey: (content, context) => {
		const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
		context.keyring.announce({ ...publicKey.export({ format: 'jwk' }), kid: 'weak' });
		return forged(content, context, { kid: 'weak' }, (input) => signBytes('sha256', Buffer.from(input), privateKey));
	},
	exponentOneKey: (content, context) => {
		context.keyring.announce({ ...decoy(), kid: 'one', e: 'AQ' });
		return forged(content, context, { kid: 'one' }, (input) => paddedDigest(input));
	},
	headerJwk: (content) => selfSigned(content, (jwk) => ({ jwk })),
	headerJku: (content, { issuer }) => selfSigned(content, () => ({ jku: `${issuer}/attacker/jwks`, kid: 'attacker' })),
	headerX5c: (content) => selfSigned(content, () => ({ x5c: ['AAAA'], x5u: 'https://attacker.example/cert' })),
	crit: (content, context) => sign(content, context, { crit: ['b64'], b64: true }),
	typAccessToken: (content, context) => sign(content, context, { typ: 'at+jwt' }),
	typLogoutToken: (content, context) => sign(content, context, { typ: 'logout+jwt' }),
	typList: (content, context) => sign(content, context, { typ: ['JWT'] }),
	twoParts: async (content, context) => (await sign(content, context)).split('.').slice(0, 2).join('.'),
	fiveParts: async (content, context) => `${await sign(content, context)}.AAAA.AAAA`,
};
