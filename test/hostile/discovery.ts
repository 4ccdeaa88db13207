import type { Response } from 'express';

import { deep, hangUp, html, huge, json, withPrototypeKeys } from './answers';
import type { Behaviour, DiscoveryFault } from './faults';

export function configuration(issuer: string, { responseIss = 'promised' }: Behaviour): Configuration {
	return {
		issuer,
		authorization_endpoint: `${issuer}/authorize`,
		token_endpoint: `${issuer}/token`,
		userinfo_endpoint: `${issuer}/userinfo`,
		jwks_uri: `${issuer}/jwks`,
		end_session_endpoint: `${issuer}/logout`,
		response_types_supported: ['code'],
		subject_types_supported: ['public'],
		id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA', 'HS256', 'none'],
		token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
		code_challenge_methods_supported: ['S256'],
		...(responseIss === 'promised' && { authorization_response_iss_parameter_supported: true }),
	};
}

interface Configuration extends Record<string, unknown> {
	issuer: string;
}

type Answer = (response: Response, honest: Configuration) => void;

const change =
	(edit: (honest: Configuration) => unknown): Answer =>
	(response, honest) =>
		json(response, JSON.stringify(edit(honest)));

const member = (name: string, value: unknown): Answer => change((honest) => ({ ...honest, [name]: value }));

export const discoveryAnswers: Record<Exclude<DiscoveryFault, 'slow'>, Answer> = {
	issuerWrong: member('issuer', 'https://attacker.example'),
	issuerTrailingSlash: change((honest) => ({ ...honest, issuer: `${honest.issuer}/` })),
	issuerMissing: member('issuer', undefined),
	endpointHttp: member('token_endpoint', 'http://idp.example.com/token'),
	endpointUserPassword: member('token_endpoint', 'https://user:password@idp.example.com/token'),
	endpointFragment: member('authorization_endpoint', 'https://idp.example.com/authorize#here'),
	endpointJavascript: member('authorization_endpoint', 'javascript:alert(1)'),
	endpointNumber: member('authorization_endpoint', 7),
	tokenEndpointMissing: member('token_endpoint', undefined),
	jwksHttp: member('jwks_uri', 'http://idp.example.com/jwks'),
	garbage: (response) => json(response, '{"issuer":'),
	html: (response) => html(response),
	array: change((honest) => [honest]),
	deep,
	huge,
	hangUp,
	status404: (response, honest) => json(response, JSON.stringify(honest), 404),
	redirect: (response) => response.redirect(302, '/attacker/configuration'),
	bare: change(({ issuer, authorization_endpoint, token_endpoint }) => ({
		issuer,
		authorization_endpoint,
		token_endpoint,
	})),
	prototypeKeys: (response, honest) => json(response, withPrototypeKeys(honest)),
};
