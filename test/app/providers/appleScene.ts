import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import type { ProviderPeer } from './support';
import { ProviderScene } from './support';

export const appleOrigin = 'https://appleid.apple.com';

export const clientId = 'com.example.chat';
const teamId = 'TEAM123456';
const keyId = 'KEY1234567';

interface KeyPair {
	/** As Apple's file `AuthKey_<id>.p8` has it. */
	readonly pem: string;
	readonly jwk: JsonWebKey;
}

export async function newKeyPair(namedCurve = 'P-256'): Promise<KeyPair> {
	const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
	const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64');
	const pem = `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`;
	return { pem, jwk: await crypto.subtle.exportKey('jwk', pair.publicKey) };
}

/** What Apple signs ID tokens and notifications with. */
export async function newSigningKey(): Promise<JWK> {
	const { privateKey } = await generateKeyPair('RS256', { extractable: true });
	return { ...(await exportJWK(privateKey)), kid: 'apple-1', alg: 'RS256', use: 'sig' };
}

const people = {
	ada: {
		name: { firstName: 'Ada', lastName: 'Lovelace' },
		claims: { email: 'ada@example.com', email_verified: 'true', is_private_email: 'false' },
	},
	grace: {
		name: { firstName: 'Grace', lastName: 'Hopper' },
		claims: { email: 'x7fq9k2@privaterelay.appleid.com', email_verified: 'true', is_private_email: 'true' },
	},
	joan: {
		name: { firstName: 'Joan', middleName: 'E.' },
		claims: { email: 'joan@example.com', email_verified: 'false' },
	},
	mallory: { claims: { email: 'mallory@example.com', email_verified: 'true' } },
	alan: { claims: { email: 'alan@example.com', email_verified: true } },
};

export interface AppleScene {
	readonly scene: ProviderScene;
	readonly apple: ProviderPeer;
	readonly key: KeyPair;
	readonly signingKey: JWK;
	/** The four fields, as the document says to fill them in. */
	readonly filled: Record<string, unknown>;
}

/** A workspace, and Apple, whose fields are still empty. */
export async function setUpApple(): Promise<AppleScene> {
	const [scene, key, signingKey] = await Promise.all([ProviderScene.setUp(), newKeyPair(), newSigningKey()]);
	const apple = await scene.meet('appleId.mjs', {
		origin: appleOrigin,
		client: { id: clientId, teamId, redirectUris: [scene.callback('apple')] },
		keys: { [keyId]: { ...key.jwk, alg: 'ES256' } },
		signingKey,
		people,
	});
	const filled = {
		Accounts_OAuth_Apple_id: clientId,
		Accounts_OAuth_Apple_secretKey: key.pem,
		Accounts_OAuth_Apple_iss: teamId,
		Accounts_OAuth_Apple_kid: keyId,
	};
	return { scene, apple, key, signingKey, filled };
}
