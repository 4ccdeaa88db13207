import type { JWK } from 'jose';
import { base64url, CompactSign, exportJWK, generateKeyPair } from 'jose';

import { explain } from '../../../src/attempts/explain';
import type { ErrorCode } from '../../../src/errors';
import { LoginError } from '../../../src/errors';
import { HttpTransport } from '../../../src/host/transport';
import type { Identity } from '../../../src/identity/identity';
import { customProvider } from '../../../src/providers/custom';
import { resolveProvider } from '../../../src/settings/resolveProvider';
import { protocols } from '../../../src/sign-in/protocols';
import { textsFor } from '../../../src/texts/texts';
import { engineHttp } from './engine';
import { portsWith, workspaceSettings } from './ports';
import { MemorySettings } from './settings';

/** What an address answers: a text or bytes as they are, all else as JSON. */
export interface FieldAnswer {
	readonly status?: number;
	readonly type?: string;
	readonly body: unknown;
}

/** How a server differs from one that follows OpenID Connect to the letter, or (`plain`) from one of OAuth 2.0. */
export interface FieldServer {
	readonly plain?: true;
	/** What an admin says of it. */
	readonly definition?: object;
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Members of its discovery document. */
	readonly document?: object;
	/** Of the key that it signs with. */
	readonly keys?: (key: JWK) => unknown[];
	/** Of the id_token. */
	readonly header?: object;
	readonly claims?: object;
	/** Of the token response. */
	readonly token?: object;
	/** What the identity endpoint answers; a function gets what signs a JWT. */
	readonly userinfo?: object | ((sign: (claims: object, header?: object) => Promise<string>) => Promise<FieldAnswer>);
	/** By path, in the place of all above. */
	readonly answers?: Readonly<Record<string, FieldAnswer>>;
	/** What comes to the callback beside the code, or in its place. */
	readonly params?: object;
}

export interface SentRequest {
	readonly method: string;
	readonly url: string;
	readonly body: string;
	readonly type?: string | undefined;
}

export interface FieldResult {
	readonly identity?: Identity;
	readonly code?: ErrorCode;
	readonly detail?: string;
	/** What the admin reads. */
	readonly cure?: string;
	/** What the server was sent: method and address of each request, and its form or JSON. */
	readonly sent: readonly SentRequest[];
	/** Where the browser was sent. */
	readonly location?: URL;
}

export const fieldIssuer = 'https://id.example.com/realm';
const secrets = { state: 's'.repeat(56), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
const seconds = (): number => Math.floor(Date.now() / 1000);

let signing: Promise<{ key: CryptoKey; jwk: JWK }> | undefined;
const signingKey = () =>
	(signing ??= (async () => {
		const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
		return {
			key: privateKey as CryptoKey,
			jwk: { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' },
		};
	})());

/** One sign-in at such a server, by the app's own code from the settings on, over `IHttp`. */
export async function signInAtField(server: FieldServer): Promise<FieldResult> {
	const { key, jwk } = await signingKey();
	const sign = (claims: object, header: object = {}): Promise<string> =>
		new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
			.setProtectedHeader({ alg: 'RS256', kid: 'k', ...header })
			.sign(key, { crit: {} });
	const { plain, params = {}, userinfo = {} } = server;
	const claims = {
		...{ iss: fieldIssuer, sub: 'ada-1', aud: 'us', iat: seconds(), exp: seconds() + 300, nonce: secrets.nonce },
		...{ preferred_username: 'ada', name: 'Ada', email: 'ada@example.com', email_verified: true },
		...server.claims,
	};
	const identity: FieldAnswer =
		typeof userinfo === 'function'
			? await userinfo(sign)
			: { body: plain ? { id: 'ada-1', username: 'ada', ...userinfo } : { sub: 'ada-1', ...userinfo } };
	const token = { access_token: 'access', token_type: 'Bearer', ...server.token };
	const answers: Record<string, FieldAnswer> = {
		'/realm/.well-known/openid-configuration': {
			body: {
				...{ issuer: fieldIssuer, authorization_endpoint: `${fieldIssuer}/authorize` },
				...{
					token_endpoint: `${fieldIssuer}/token`,
					userinfo_endpoint: `${fieldIssuer}/me`,
					jwks_uri: `${fieldIssuer}/keys`,
				},
				...{ response_types_supported: ['code'], id_token_signing_alg_values_supported: ['RS256'] },
				...server.document,
			},
		},
		'/realm/keys': { body: { keys: server.keys ? server.keys(jwk) : [jwk] } },
		'/realm/token': { body: plain ? token : { id_token: await sign(claims, server.header), ...token } },
		'/realm/me': identity,
		...server.answers,
	};
	const sent: SentRequest[] = [];
	const http = engineHttp((method, url, options) => {
		sent.push({ method, url, body: options.content ?? '', type: options.headers?.['content-type'] });
		const {
			status = 200,
			type = 'application/json',
			body,
		} = answers[new URL(url).pathname] ?? { status: 404, body: '' };
		const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
		return {
			...{ statusCode: status, headers: { 'content-type': type } },
			content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
		};
	});
	const prefix = 'Accounts_OAuth_Custom-Field';
	const definition = server.definition && JSON.stringify({ version: 1, ...server.definition });
	const appSettings = new MemorySettings({
		...{ Accounts_OAuth_Custom: 'Field', [prefix]: true, [`${prefix}-id`]: 'us', [`${prefix}-secret`]: 'secret' },
		[plain ? `${prefix}-url` : `${prefix}-issuer`]: fieldIssuer,
		...(plain
			? { [`${prefix}-authorize_path`]: '/authorize', [`${prefix}-token_path`]: '/token' }
			: { [`${prefix}-preset`]: 'openid' }),
		[`${prefix}-definition`]: definition ?? '',
		...Object.fromEntries(Object.entries(server.settings ?? {}).map(([name, value]) => [prefix + name, value])),
	});
	const ports = portsWith({
		transport: new HttpTransport(http),
		appSettings,
		serverSettings: new MemorySettings(workspaceSettings),
	});
	let location: URL | undefined;
	try {
		const context = await resolveProvider(customProvider('Field'), ports);
		const protocol = protocols[context.provider.traits.protocol];
		location = new URL((await protocol.begin(context, secrets, ports)).location);
		const answer = { code: 'a-long-enough-code', state: secrets.state, ...params };
		const authenticated = await protocol.authenticate(answer, secrets, context, ports);
		const profile = await authenticated.profile.get();
		return { identity: { ...profile, ...authenticated.key }, sent, location };
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		const { code, detail } = error;
		const { paragraphs } = explain({ code, detail }, 'https://chat.example.com/callback', textsFor('en', undefined));
		return { code, detail, cure: paragraphs.join(' '), sent, ...(location ? { location } : {}) };
	}
}

/** A key in the spelling of a server that does not know base64url. */
export const inBase64 = (text: string, bytesBefore = 0): string =>
	Buffer.concat([Buffer.alloc(bytesBefore), base64url.decode(text)]).toString('base64');
