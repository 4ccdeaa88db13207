import * as v from 'valibot';

import type { ClaimMap } from '../../identity/claimMap';
import { parseTemplate } from '../../identity/template';
import { isProtocolParameter } from '../../oauth/authorizationRequest';
import { isOfTokenRequest } from '../../oauth/tokenRequest';
import { clientAuthMethods } from '../../oauth/clientAuthentication';
import { contentEncryptions } from '../../oauth/encryptedToken';
import { keyEncryptions, signingAlgorithms } from '../../oauth/keyPair';
import { isSignedMode, responseModes } from '../../oauth/responseMode';
import type { TokenRequestShape } from '../../oauth/tokenRequest';
import type { TokenQuirks } from '../../oauth/tokenResponse';
import type { IdentityRequestShape } from '../../oauth/userinfo';
import { describeIssue } from '../../values/schemaIssue';
import { parseUrl } from '../../values/url';
import type { SignOutDialect } from './signOut';
import type { Traits } from './traits';

/** Characters. */
export const maximumDefinition = 20_000;

type Entries<T> = { readonly [K in keyof Required<T>]: v.GenericSchema<unknown, T[K]> };

const line = v.pipe(
	v.string('is not a text'),
	v.nonEmpty('is empty'),
	v.maxLength(2048, 'is too long'),
	v.regex(/^\P{Cc}*$/u, 'has control characters'),
);
const url = v.pipe(
	line,
	v.check((value) => /^https?:$/.test(parseUrl(value)?.protocol ?? ''), 'is not an absolute URL'),
);
const origin = v.pipe(
	line,
	v.check((value) => parseUrl(value)?.origin === value, 'is not an origin, such as http://keycloak:8080'),
);
const listOf = <T extends v.GenericSchema<unknown, string>>(item: T) =>
	v.pipe(v.array(item, 'is not a list'), v.minLength(1, 'is empty'), v.maxLength(100, 'is too long'), v.readonly());
const on = v.literal(true, 'can only be true');
const template = v.pipe(
	v.string('is not a text'),
	v.maxLength(2048, 'is too long'),
	v.check((value) => value === '' || !('error' in parseTemplate(value)), 'is neither a field name nor a template'),
);

const claims = {
	subject: v.pipe(template, v.nonEmpty('is empty')),
	...{ username: template, name: template, email: template, emailVerified: template },
	...{ presetEmail: template, presetEmailVerified: template },
	...{ avatar: template, groups: template, roles: template },
	customFields: v.pipe(
		v.record(v.pipe(line, v.regex(/^[A-Za-z_][\w-]{0,63}$/, 'is not a name of a custom field')), template),
		v.check((all) => Object.keys(all).length <= 50, 'has more than 50'),
	),
} satisfies Entries<ClaimMap>;

const shortText = v.pipe(v.string('is not a text'), v.maxLength(2048, 'is too long'));
const name = v.pipe(line, v.regex(/^[\w.-]{1,64}$/, 'is not a name of a parameter'));
const headerName = v.pipe(line, v.regex(/^[!#$%&'*+.^_`|~\w-]{1,64}$/, 'is not a name of a header'));

/** What the transport sets, or what says who the client and the person are. */
const ownHeaders = new Set(
	'accept authorization content-length content-type cookie host proxy-authorization transfer-encoding'.split(' '),
);

/** Of the identity's request: the access token counts more, under whatever name it is sent. */
const parameters = v.record(line, shortText);
/** Of the token request, where the client, the scope and the state may be wanted, too. */
const tokenParameters = v.pipe(
	v.record(line, shortText),
	v.check((all) => !Object.keys(all).some(isOfTokenRequest), 'has a parameter that the app sets itself'),
);
const repeatedParameters = v.pipe(
	v.record(line, v.union([shortText, listOf(shortText)])),
	v.check((all) => !Object.keys(all).some(isProtocolParameter), 'has a parameter that the app sets itself'),
);
const headers = v.pipe(
	v.record(headerName, shortText),
	v.check(
		(all) => !Object.keys(all).some((header) => ownHeaders.has(header.toLowerCase())),
		'has a header that the app sets itself',
	),
);
/** Other names for some of `standard`. */
const namesFor = (standard: readonly string[]) =>
	v.pipe(
		v.record(v.picklist(standard, 'is not a parameter that can have another name'), name),
		v.check((names) => !Object.values(names).some(isStateful), 'has a name that stands for something else'),
	);
/** What binds an answer to its attempt keeps its name, and nothing else gets it. */
const isStateful = (own: string): boolean =>
	['state', 'nonce', 'code_challenge', 'code_challenge_method'].includes(own);

const tokenQuirks = {
	formEncoded: v.boolean(),
	tokenTypeOmitted: v.boolean(),
	// Those of other names prove who sends them, or are no tokens to be sent.
	tokenType: v.pipe(name, v.regex(/^(?!(?:dpop|mac|pop|n_a)$)/i, 'is no bearer token')),
	within: line,
	names: v.record(v.picklist(['access_token', 'id_token', 'token_type']), name),
} satisfies Entries<TokenQuirks>;

const format = v.literal('json');

const tokenRequest = {
	...{ format, headers, parameters: tokenParameters },
	names: namesFor(['grant_type', 'code', 'redirect_uri', 'client_id', 'client_secret', 'code_verifier']),
} satisfies Entries<Omit<TokenRequestShape, 'inQuery'>>;

const identityRequest = {
	...{ format, parameters, headers },
	method: v.literal('POST'),
	scheme: v.pipe(line, v.regex(/^[\w-]{1,32}$/, 'is not a name of a scheme')),
	tokenHeader: headerName,
} satisfies Entries<IdentityRequestShape>;

const furtherRequests = v.pipe(
	v.record(v.pipe(line, v.regex(/^[a-z][a-z0-9_]{0,31}$/, 'is not a name in small letters')), line),
	v.check((all) => Object.keys(all).length <= 5, 'has more than five'),
);

const logout = { path: line, parameters: v.record(name, shortText) } satisfies Entries<SignOutDialect>;

/** One schema for each member of {@link Traits}: a trait without one does not compile. */
const traits = {
	protocol: v.picklist(['openid', 'oauth2', 'oauth1']),
	...{ issuer: url, url, discoveryUrl: url },
	...{ authorizePath: line, tokenPath: line, identityPath: line, jwksPath: line },
	requestTokenPath: line,
	furtherRequests,
	addressEndings: listOf(line),
	withoutDiscovery: on,
	tenants: listOf(line),
	tokenIssuers: listOf(line),
	audiences: listOf(line),
	userinfo: v.picklist(['off', 'required']),
	clientAuthentication: v.picklist(clientAuthMethods),
	...{ clientKeyId: line, clientAssertionAudience: line, ownSigningKey: v.picklist(signingAlgorithms) },
	encryption: v.strictObject({
		of: listOf(v.picklist(['id_token', 'userinfo'])),
		alg: v.picklist(keyEncryptions),
		enc: v.optional(v.picklist(contentEncryptions)),
	}),
	accessTokenClaims: on,
	insecureWithoutNonce: on,
	insecureWithoutTokenAge: on,
	insecureSharedSecretSignature: on,
	insecureOrigins: listOf(origin),
	otherOrigins: listOf(origin),
	scope: v.pipe(v.string('is not a text'), v.maxLength(2048, 'is too long')),
	secretSentVia: v.picklist(['header', 'payload']),
	accessTokenSentVia: v.picklist(['header', 'query']),
	accessTokenParam: line,
	signedSecret: v.literal('apple'),
	withoutPkce: on,
	pushedAuthorization: on,
	logout: v.strictObject({ ...logout, path: v.optional(logout.path) }),
	responseMode: v.picklist(responseModes),
	extraParameters: repeatedParameters,
	scopeSeparator: v.literal(','),
	authorizationNames: namesFor(['response_type', 'client_id', 'redirect_uri', 'scope']),
	codeName: name,
	authorizationFragment: v.pipe(line, v.regex(/^[\w-]{1,64}$/, 'has other characters than letters, digits, _ and -')),
	tokenRequest: v.partial(v.strictObject(tokenRequest)),
	insecureTokenRequestInQuery: on,
	tokenResponseClaims: on,
	identityRequest: v.partial(v.strictObject(identityRequest)),
	tokenQuirks: v.strictObject(v.partial(v.strictObject(tokenQuirks)).entries),
	otherAudiences: on,
	normalised: on,
	claims: v.strictObject({ ...v.partial(v.strictObject(claims)).entries, subject: claims.subject }),
	listSeparator: v.picklist([',', ';', ' ', 'json']),
	emailTrust: v.picklist(['claim', 'trusted', 'never']),
	nameInForm: on,
} satisfies Entries<Traits>;

export const definitionSchema = v.strictObject({
	version: v.literal(1, 'is not 1, the one version that there is'),
	base: v.optional(line),
	...v.partial(v.strictObject(traits)).entries,
	// Of these two, what is not named stays the base's.
	claims: v.optional(v.partial(v.strictObject(claims))),
});

/** What an admin says of a provider in the place of its preset, in the shape that presets have. */
export interface Overlay extends Partial<Omit<Traits, 'claims'>> {
	readonly version: 1;
	/** Id of a preset, or of another variant; absent: what the form chose. */
	readonly base?: string | undefined;
	readonly claims?: Partial<ClaimMap> | undefined;
}

/**
 * Reads a provider definition: `{"version": 1, "base"?: "<preset>", …traits}`.
 *
 * @returns the reason, in English, why a text is none
 */
export function parseDefinition(text: string): Overlay | { readonly error: string } {
	if (text.length > maximumDefinition) return { error: `longer than ${maximumDefinition} characters` };
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return { error: 'not JSON' };
	}
	const parsed = v.safeParse(definitionSchema, json);
	if (!parsed.success) return { error: describeIssue(parsed.issues[0]) };
	return parsed.output as Overlay;
}

const openidOnly = [
	...['discoveryUrl', 'withoutDiscovery', 'jwksPath', 'tenants', 'tokenIssuers', 'audiences', 'otherAudiences'],
	...[
		'accessTokenClaims',
		'encryption',
		'pushedAuthorization',
		'insecureWithoutNonce',
		'insecureWithoutTokenAge',
		'insecureSharedSecretSignature',
		'nameInForm',
	],
] as const satisfies ReadonlyArray<keyof Traits>;

/** OAuth 1.0a has its own requests (RFC 5849). */
const notOAuth1 = [
	...['scopeSeparator', 'authorizationNames', 'authorizationFragment', 'codeName', 'tokenRequest'],
	'insecureTokenRequestInQuery',
	...['tokenQuirks', 'tokenResponseClaims', 'identityRequest', 'furtherRequests'],
] as const satisfies ReadonlyArray<keyof Traits>;

/**
 * Why a definition together with its base can't work, or would send a secret where nobody said that it may go.
 *
 * @param merged the base with what the definition says
 */
export function contradiction(overlay: Overlay, merged: Traits): string | undefined {
	const stray = merged.protocol === 'openid' ? undefined : openidOnly.find((trait) => overlay[trait] !== undefined);
	if (stray) return `${stray} is for the protocol openid`;
	if (merged.protocol !== 'openid' && merged.userinfo && !(merged.userinfo === 'off' && merged.tokenResponseClaims)) {
		return 'userinfo is for the protocol openid, or "off" together with tokenResponseClaims';
	}
	const later = merged.protocol === 'oauth1' ? notOAuth1.find((trait) => overlay[trait] !== undefined) : undefined;
	if (later) return `${later} is not for the protocol oauth1`;
	if (merged.insecureTokenRequestInQuery && merged.tokenRequest?.format) {
		return 'insecureTokenRequestInQuery and the format of tokenRequest exclude each other';
	}
	if (merged.identityRequest?.format && !merged.identityRequest.method) {
		return 'the format of identityRequest needs the method POST';
	}
	const isTemplated = merged.issuer?.includes('{tenantid}') ?? false;
	if (isTemplated && !(merged.tenants && (merged.discoveryUrl || merged.withoutDiscovery))) {
		return 'an issuer with {tenantid} needs tenants and discoveryUrl';
	}
	if (merged.tenants && merged.issuer && !isTemplated) return 'tenants are for an issuer with {tenantid}';
	if (isSignedMode(merged.responseMode) && merged.protocol !== 'openid') {
		return 'a responseMode with jwt is for the protocol openid';
	}
	if (merged.tenants && merged.tokenIssuers) return 'tenants and tokenIssuers exclude each other';
	if (merged.insecureWithoutNonce && merged.insecureWithoutTokenAge) return 'insecureWithoutTokenAge needs the nonce';
	if (merged.insecureWithoutNonce && merged.withoutPkce) return 'insecureWithoutNonce needs PKCE';
	const hasDocument = merged.protocol === 'openid' && !merged.withoutDiscovery;
	if (merged.logout && !merged.logout.path && !hasDocument) return 'logout needs a path where there is no document';
	return clientContradiction(overlay, merged) ?? strayEndpoint(overlay, merged);
}

function clientContradiction(overlay: Overlay, merged: Traits): string | undefined {
	// Without a method, a private key in the place of the secret signs an assertion.
	const { clientAuthentication: defined, clientAuthentication: method = 'private_key_jwt' } = merged;
	if (defined && merged.protocol === 'oauth1') return 'clientAuthentication is not for oauth1';
	if (defined && overlay.secretSentVia) return 'secretSentVia and clientAuthentication exclude each other';
	if (defined === 'none' && merged.withoutPkce) return 'clientAuthentication "none" needs PKCE';
	if ((defined === 'none' || defined === 'private_key_jwt') && merged.insecureSharedSecretSignature) {
		return 'insecureSharedSecretSignature needs a client secret';
	}
	if (merged.ownSigningKey) {
		if (method !== 'private_key_jwt') return 'ownSigningKey is for private_key_jwt';
		if (merged.protocol === 'oauth1') return 'ownSigningKey is not for oauth1';
		if (merged.signedSecret) return 'ownSigningKey and signedSecret exclude each other';
		if (merged.clientKeyId) return 'ownSigningKey names its keys itself: leave clientKeyId out';
		if (merged.insecureSharedSecretSignature) return 'insecureSharedSecretSignature needs a client secret';
	}
	if (overlay.clientKeyId && method !== 'private_key_jwt') return 'clientKeyId is for private_key_jwt';
	if (overlay.clientAssertionAudience && !method.endsWith('_jwt')) {
		return 'clientAssertionAudience is for client_secret_jwt and private_key_jwt';
	}
	return undefined;
}

/** Code, client secret and access token go to these. */
const receiving = ['tokenPath', 'identityPath', 'requestTokenPath'] as const;

const isAbsolute = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/** A definition that says what `traits` say, as JSON: where an admin begins who has something to change. */
export function definitionOf(traits: Traits): string {
	const paths = [...receiving.flatMap((role) => traits[role] ?? []), ...Object.values(traits.furtherRequests ?? {})];
	const origins = new Set(paths.filter(isAbsolute).map((path) => new URL(path).origin));
	const otherOrigins = [...origins, ...(traits.otherOrigins ?? [])];
	const written = { version: 1, ...traits, ...(otherOrigins.length > 0 ? { otherOrigins } : {}) };
	return JSON.stringify(written, null, '\t');
}

function strayEndpoint(overlay: Overlay, merged: Traits): string | undefined {
	const allowed = [merged.url, merged.issuer, merged.discoveryUrl]
		.flatMap((value) => (value ? (parseUrl(value)?.origin ?? []) : []))
		.concat(merged.otherOrigins ?? [], merged.insecureOrigins ?? []);
	const further = Object.entries(overlay.furtherRequests ?? {});
	for (const [trait, path] of [...receiving.map((role) => [role, overlay[role]] as const), ...further]) {
		const found = path === undefined || !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path) ? undefined : parseUrl(path)?.origin;
		if (path !== undefined && /^\/\/|\\/.test(path)) return `${trait} is neither a path nor an absolute URL`;
		if (found && !allowed.includes(found)) return `${trait} is at ${found}: name that in otherOrigins`;
	}
	return undefined;
}

/** What a definition changes about a variant. */
export const withOverlay = (
	base: Traits,
	{ version: _version, base: _base, claims: own, ...overlay }: Overlay,
): Traits => ({
	...base,
	...overlay,
	...(overlay.extraParameters ? { extraParameters: { ...base.extraParameters, ...overlay.extraParameters } } : {}),
	...(overlay.tokenQuirks ? { tokenQuirks: { ...base.tokenQuirks, ...overlay.tokenQuirks } } : {}),
	claims: { ...base.claims, ...own },
});

/** What of a definition weakens security: the status names it. */
export const weakenings = (overlay: Overlay): string[] =>
	Object.keys(overlay).filter(
		(member) =>
			member.startsWith('insecure') ||
			['withoutPkce', 'otherAudiences', 'tokenIssuers'].includes(member) ||
			(member === 'emailTrust' && overlay.emailTrust === 'trusted'),
	);
