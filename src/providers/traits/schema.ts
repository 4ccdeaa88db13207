import * as v from 'valibot';

import type { ClaimMap } from '../../identity/claimMap';
import { parseTemplate } from '../../identity/template';
import { isProtocolParameter } from '../../oauth/authorizationRequest';
import { clientAuthMethods } from '../../oauth/clientAuthentication';
import type { TokenQuirks } from '../../oauth/tokenResponse';
import { describeIssue } from '../../values/schemaIssue';
import { parseUrl } from '../../values/url';
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
} satisfies Entries<ClaimMap>;

const tokenQuirks = { formEncoded: v.boolean(), tokenTypeOmitted: v.boolean() } satisfies Entries<TokenQuirks>;

const parameters = v.pipe(
	v.record(line, v.pipe(v.string('is not a text'), v.maxLength(2048, 'is too long'))),
	v.check((all) => !Object.keys(all).some(isProtocolParameter), 'has a parameter that the app sets itself'),
);

/** One schema for each member of {@link Traits}: a trait without one does not compile. */
const traits = {
	protocol: v.picklist(['openid', 'oauth2', 'oauth1']),
	...{ issuer: url, url, discoveryUrl: url },
	...{ authorizePath: line, tokenPath: line, identityPath: line, jwksPath: line },
	...{ requestTokenPath: line, emailsPath: line },
	withoutDiscovery: on,
	tenants: listOf(line),
	audiences: listOf(line),
	userinfo: v.picklist(['off', 'required']),
	clientAuthentication: v.picklist(clientAuthMethods),
	...{ clientKeyId: line, clientAssertionAudience: line },
	accessTokenClaims: on,
	insecureWithoutNonce: on,
	insecureSharedSecretSignature: on,
	insecureOrigins: listOf(origin),
	otherOrigins: listOf(origin),
	scope: v.pipe(v.string('is not a text'), v.maxLength(2048, 'is too long')),
	secretSentVia: v.picklist(['header', 'payload']),
	accessTokenSentVia: v.picklist(['header', 'query']),
	accessTokenParam: line,
	signedSecret: v.literal('apple'),
	withoutPkce: on,
	responseMode: v.literal('form_post'),
	extraParameters: parameters,
	tokenQuirks: v.strictObject(v.partial(v.strictObject(tokenQuirks)).entries),
	otherAudiences: on,
	normalised: on,
	claims: v.strictObject({ ...v.partial(v.strictObject(claims)).entries, subject: claims.subject }),
	listSeparator: v.picklist([',', ';', ' ', 'json']),
	emailTrust: v.picklist(['claim', 'claimAsText', 'trusted', 'never']),
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
	...['discoveryUrl', 'withoutDiscovery', 'jwksPath', 'tenants', 'audiences', 'otherAudiences', 'userinfo'],
	...['accessTokenClaims', 'insecureWithoutNonce', 'insecureSharedSecretSignature', 'nameInForm'],
] as const satisfies ReadonlyArray<keyof Traits>;

/**
 * Why a definition together with its base can't work, or would send a secret where nobody said that it may go.
 *
 * @param merged the base with what the definition says
 */
export function contradiction(overlay: Overlay, merged: Traits): string | undefined {
	const stray = merged.protocol === 'openid' ? undefined : openidOnly.find((trait) => overlay[trait] !== undefined);
	if (stray) return `${stray} is for the protocol openid`;
	const isTemplated = merged.issuer?.includes('{tenantid}') ?? false;
	if (isTemplated && !(merged.tenants && (merged.discoveryUrl || merged.withoutDiscovery))) {
		return 'an issuer with {tenantid} needs tenants and discoveryUrl';
	}
	if (merged.tenants && merged.issuer && !isTemplated) return 'tenants are for an issuer with {tenantid}';
	if (merged.insecureWithoutNonce && merged.withoutPkce) return 'insecureWithoutNonce needs PKCE';
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
	if (overlay.clientKeyId && method !== 'private_key_jwt') return 'clientKeyId is for private_key_jwt';
	if (overlay.clientAssertionAudience && !method.endsWith('_jwt')) {
		return 'clientAssertionAudience is for client_secret_jwt and private_key_jwt';
	}
	return undefined;
}

/** Code, client secret and access token go to these. */
const receiving = ['tokenPath', 'identityPath', 'requestTokenPath', 'emailsPath'] as const;

function strayEndpoint(overlay: Overlay, merged: Traits): string | undefined {
	const allowed = [merged.url, merged.issuer, merged.discoveryUrl]
		.flatMap((value) => (value ? (parseUrl(value)?.origin ?? []) : []))
		.concat(merged.otherOrigins ?? [], merged.insecureOrigins ?? []);
	for (const trait of receiving) {
		const path = overlay[trait];
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
			['withoutPkce', 'otherAudiences'].includes(member) ||
			(member === 'emailTrust' && overlay.emailTrust === 'trusted'),
	);
