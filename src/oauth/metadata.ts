import * as v from 'valibot';

import { LoginError } from '../errors';
import { endpointProblem, isNamedOrigin, isOnOwnMachine } from './endpointRules';
import type { EndpointRules } from './endpointRules';
import { describeIssue } from '../values/schemaIssue';
import { cleanText } from '../values/foreignText';

/** What the app uses of a provider's configuration. Plain JSON, so that it can be stored. */
export interface ProviderMetadata {
	readonly issuer: string;
	readonly authorizationEndpoint: string;
	readonly tokenEndpoint: string;
	readonly userinfoEndpoint?: string | undefined;
	readonly jwksUri?: string | undefined;
	/** Where the provider ends its own session (OpenID Connect RP-Initiated Logout §2.1). */
	readonly endSessionEndpoint?: string | undefined;
	/** The provider promises `iss` in every authorization response (RFC 9207 §3). */
	readonly responseIssSupported: boolean;
	/** As announced; none where the document says nothing. */
	readonly tokenAuthMethods: readonly string[];
	/** Algorithms of a client's assertion; absent: it does not say. */
	readonly tokenAuthAlgs?: readonly string[] | undefined;
	/** Where an authorization request is sent before the browser is (RFC 9126 §5). */
	readonly pushedAuthorizationEndpoint?: string | undefined;
	/** The provider takes no other (the same section). */
	readonly requiresPushedAuthorization?: boolean | undefined;
	/** As announced: what of it is accepted is decided by `algorithms.ts`. */
	readonly idTokenAlgs: readonly string[];
	/** Algorithms of a signed authorization response (JARM §4); absent: it does not say. */
	readonly responseAlgs?: readonly string[] | undefined;
	/** As announced, and perhaps not all (OpenID Connect Discovery §3): for a hint, and no reason to refuse. */
	readonly scopes?: readonly string[] | undefined;
}

const names = v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100));

/** What is left out comes back from a store as null. */
const absent = <T extends v.GenericSchema>(schema: T) =>
	v.pipe(
		v.nullish(schema),
		v.transform((value) => value ?? undefined),
	);

function metadataSchema(issuer: string, rules: EndpointRules) {
	const problem = (value: string): string | undefined =>
		endpointProblem(value, rules) ??
		(isOnOwnMachine(value) && !isOnOwnMachine(issuer) && !isNamedOrigin(value, rules)
			? 'leads to the server itself'
			: undefined);
	const endpoint = v.pipe(
		v.string('is not a text'),
		v.check(
			(value) => problem(value) === undefined,
			({ input }) => problem(input) ?? '',
		),
	);
	return v.object({
		issuer: v.string(),
		authorizationEndpoint: endpoint,
		tokenEndpoint: endpoint,
		userinfoEndpoint: absent(endpoint),
		jwksUri: absent(endpoint),
		// Nobody is kept out because there is something wrong with the way out.
		endSessionEndpoint: v.fallback(absent(endpoint), undefined),
		responseIssSupported: v.optional(v.boolean(), false),
		tokenAuthMethods: v.optional(names, []),
		tokenAuthAlgs: v.fallback(absent(names), undefined),
		pushedAuthorizationEndpoint: absent(endpoint),
		requiresPushedAuthorization: v.fallback(absent(v.boolean()), undefined),
		// The default that OpenID Connect Core §15.1 gives.
		idTokenAlgs: v.optional(names, ['RS256']),
		responseAlgs: v.fallback(absent(names), undefined),
		scopes: v.fallback(absent(names), undefined),
	});
}

/**
 * Checks metadata, fresh from discovery or from the app's own store, against the issuer that it has to be about.
 *
 * @throws LoginError `discovery_issuer_mismatch` (OpenID Connect Discovery §4.3), `discovery_invalid`.
 */
export function parseMetadata(candidate: unknown, issuer: string, rules: EndpointRules): ProviderMetadata {
	const { success, output, issues } = v.safeParse(metadataSchema(issuer, rules), candidate);
	if (!success) {
		throw new LoginError('discovery_invalid', describeIssue(issues[0]));
	}
	if (output.issuer !== issuer) {
		throw new LoginError(
			'discovery_issuer_mismatch',
			`expected ${issuer}, the document says ${cleanText(output.issuer)}`,
		);
	}
	return output;
}

/** @throws LoginError `jwks_unavailable` */
export function jwksUriOf({ jwksUri }: Pick<ProviderMetadata, 'jwksUri'>): string {
	if (!jwksUri) throw new LoginError('jwks_unavailable', 'the document names no jwks_uri');
	return jwksUri;
}
