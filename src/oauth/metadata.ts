import * as v from 'valibot';

import { LoginError } from '../errors';
import { acceptedAlgorithms } from './algorithms';
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

/** Servers say `null`, or one name without a list, where they have nothing or one. */
const announced = (byDefault: readonly string[]) =>
	v.optional(
		v.pipe(
			v.nullable(v.union([names, v.pipe(v.string(), v.maxLength(100))])),
			v.transform((list) => {
				const all = [list ?? []].flat().filter(Boolean);
				return all.length > 0 ? all : [...byDefault];
			}),
		),
		[],
	);

/** What is left out comes back from a store as null. */
const absent = <T extends v.GenericSchema>(schema: T) =>
	v.pipe(
		v.nullish(schema),
		v.transform((value) => value ?? undefined),
	);

/** Some servers write an empty text for an endpoint that they do not have. */
const unless = <T extends v.GenericSchema<string>>(endpoint: T) =>
	v.pipe(
		v.nullish(v.union([v.literal(''), endpoint])),
		v.transform((value) => value || undefined),
	);

/** Booleans as texts, too. A promise that can't be read is no promise that was not made. */
const flag = v.optional(
	v.pipe(
		v.union([v.boolean(), v.null(), v.picklist(['true', 'false', ''])]),
		v.transform((value) => value === true || value === 'true'),
	),
	false,
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
		userinfoEndpoint: unless(endpoint),
		jwksUri: unless(endpoint),
		// Nobody is kept out because there is something wrong with the way out.
		endSessionEndpoint: v.fallback(absent(endpoint), undefined),
		responseIssSupported: flag,
		tokenAuthMethods: announced([]),
		tokenAuthAlgs: v.fallback(absent(names), undefined),
		// Who needs it is told that it is missing; nobody else is kept out for it.
		pushedAuthorizationEndpoint: v.fallback(absent(endpoint), undefined),
		requiresPushedAuthorization: v.fallback(absent(v.boolean()), undefined),
		// A document that names none is held to none: what the app accepts is safe without it.
		idTokenAlgs: announced(acceptedAlgorithms()),
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
