import { createHash, randomBytes } from 'node:crypto';

import type { Request, Response } from 'express';

import { deep, endless, gzipBomb, hangUp, html, huge, json, withPrototypeKeys } from './answers';
import type { Grant } from './authorize';
import type { Behaviour, TokenFault } from './faults';

export interface Client {
	readonly clientId: string;
	readonly clientSecret: string;
}

/** Why an honest provider would refuse the request; the grant when it would not. Uses the code up. */
export function redeem(
	request: Request,
	client: Client,
	behaviour: Behaviour,
	grants: Map<string, Grant>,
): Grant | { status: number; error: string } {
	const form = request.body as Record<string, string | undefined>;
	if (!isAuthenticated(request.headers.authorization, form, client)) {
		return { status: 401, error: 'invalid_client' };
	}
	const grant = grants.get(form.code ?? '');
	const isValid =
		grant &&
		!grant.used &&
		form.grant_type === 'authorization_code' &&
		form.redirect_uri === grant.redirectUri &&
		(behaviour.pkceIgnored || challengeOf(form.code_verifier) === grant.codeChallenge);
	if (!isValid) {
		return { status: 400, error: 'invalid_grant' };
	}
	grant.used = true;
	return grant;
}

/** Exactly one way (RFC 6749 §2.3); Basic is form-decoded (§2.3.1). */
function isAuthenticated(
	header: string | undefined,
	form: Record<string, string | undefined>,
	client: Client,
): boolean {
	if (header === undefined) {
		return form.client_id === client.clientId && form.client_secret === client.clientSecret;
	}
	const [id, secret] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
		.toString()
		.split(':');
	const decode = (value = '') => decodeURIComponent(value.replace(/\+/g, ' '));
	return form.client_secret === undefined && decode(id) === client.clientId && decode(secret) === client.clientSecret;
}

function challengeOf(verifier: string | undefined): string | undefined {
	return verifier === undefined ? undefined : createHash('sha256').update(verifier).digest('base64url');
}

export interface TokenAnswer {
	readonly access_token: string;
	readonly token_type: string;
	readonly expires_in: number;
	readonly scope: string;
	readonly id_token?: string | undefined;
}

export function newAccessToken(): string {
	return randomBytes(16).toString('hex');
}

type Answer = (response: Response, honest: TokenAnswer, request: Request) => void;

const change =
	(edit: (honest: TokenAnswer) => object): Answer =>
	(response, honest) =>
		json(response, JSON.stringify(edit(honest)));

const error =
	(status: number, name: string, description?: string): Answer =>
	(response) =>
		json(response, JSON.stringify({ error: name, error_description: description }), status);

const redirect =
	(status: number): Answer =>
	(response) =>
		response.redirect(status, '/attacker/token');

/** How the token endpoint answers a request that an honest provider would grant. */
export const tokenAnswers: Record<Exclude<TokenFault, 'slow'>, Answer> = {
	invalidClient: error(401, 'invalid_client', 'Client authentication failed'),
	unauthorizedClient403: error(403, 'unauthorized_client'),
	invalidGrant: error(400, 'invalid_grant', 'Code expired'),
	invalidCode403: error(403, 'invalid_code'),
	invalidScope: error(400, 'invalid_scope', '<b>no such\u202e scope</b>'),
	status500: error(500, 'server_error'),
	status500Html: (response) => html(response, 500),
	html: (response) => html(response),
	empty: (response) => void response.status(200).end(),
	text: (response) => void response.type('text').send('ok'),
	formEncoded: (response, { id_token: _, ...honest }) =>
		void response
			.type('application/x-www-form-urlencoded')
			.send(new URLSearchParams(Object.entries(honest).map(([name, value]) => [name, String(value)])).toString()),
	huge,
	gzipBomb,
	endless,
	hangUp,
	deep,
	redirect302: redirect(302),
	redirect307: redirect(307),
	redirect307Elsewhere: (response, _honest, { socket }) =>
		response.redirect(307, `http://localhost:${socket.localPort}/attacker/token`),
	accessTokenMissing: change(({ access_token: _, id_token: __, ...rest }) => rest),
	accessTokenNumber: change((honest) => ({ ...honest, access_token: 7 })),
	accessTokenLineBreak: change((honest) => ({ ...honest, access_token: 'token\r\nX-Injected: 1' })),
	tokenTypeMac: change((honest) => ({ ...honest, token_type: 'mac' })),
	tokenTypeMissing: change(({ token_type: _, ...rest }) => rest),
	tokenTypeUpperCase: change((honest) => ({ ...honest, token_type: 'BEARER' })),
	idTokenNumber: change((honest) => ({ ...honest, id_token: 7 })),
	expiresMissing: change(({ expires_in: _, ...rest }) => rest),
	expiresText: change((honest) => ({ ...honest, expires_in: '3600' })),
	expiresNegative: change((honest) => ({ ...honest, expires_in: -1 })),
	expiresInfinite: (response, honest) =>
		json(response, JSON.stringify(honest).replace(/"expires_in":\d+/, '"expires_in":1e309')),
	prototypeKeys: (response, honest) => json(response, withPrototypeKeys(honest)),
	jsonAsHtml: (response, honest) => void response.type('html').send(JSON.stringify(honest)),
	errorWith200: error(200, 'bad_verification_code', 'The code passed is incorrect or expired.'),
	errorRepeatsSecrets: (response, _honest, request) =>
		json(
			response,
			JSON.stringify({ error: 'invalid_request', error_description: Object.values(request.body as object).join(' ') }),
			400,
		),
	array: (response, honest) => json(response, JSON.stringify([honest])),
};
