import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import express from 'express';
import { CompactSign } from 'jose';
import type { NextFunction, Request, Response } from 'express';

import { hangUp, html, huge, json } from './answers';
import { authorize } from './authorize';
import type { Grant } from './authorize';
import { configuration, discoveryAnswers } from './discovery';
import type { Behaviour } from './faults';
import { makeIdToken } from './idToken';
import { Keyring } from './keyring';
import { newAccessToken, redeem, tokenAnswers } from './token';
import { userinfoAnswers } from './userinfo';

export interface RecordedRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, unknown>>;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Readonly<Record<string, unknown>>;
}

export interface HostileProvider {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Replaces the behaviour: `set({})` makes the provider honest again. */
	set(behaviour: Behaviour): void;
	/** Answers the requests that `slow` keeps waiting. */
	release(): void;
	/** New signing keys from now on; the old ones are withdrawn. */
	rotateKeys(): void;
	/** A JWT that it has signed, about whatever it is told. */
	sign(claims: object, header?: object): Promise<string>;
	/** What came in since the start or the last `requests.length = 0`, oldest first. */
	readonly requests: RecordedRequest[];
	stop(): Promise<void>;
}

/** Whom the provider signs in; every claim can be replaced by `set({ claims })`. */
export const defaultClaims = {
	sub: 'robin-1',
	name: 'Robin Doe',
	preferred_username: 'robin',
	email: 'robin@example.com',
	email_verified: true,
};

/**
 * An OpenID provider on a free port of 127.0.0.1 that lets everybody in at once and misbehaves on demand. Left alone
 * it is correct and strict: it checks client, redirect URI, verifier and that a code is used once.
 *
 * @param certificate for HTTPS; without one it is on plain HTTP
 */
export async function startHostileProvider(certificate?: { key: string; cert: string }): Promise<HostileProvider> {
	const client = { clientId: 'hostile-client', clientSecret: 'hostile: secret+with%odd ünits, 32 bytes' };
	const requests: RecordedRequest[] = [];
	const grants = new Map<string, Grant>();
	const accessTokens = new Set<string>();
	/** Requests that are kept waiting, by the timer that ends it. */
	const waiting = new Map<NodeJS.Timeout, NextFunction>();
	const keyring = new Keyring();
	let behaviour: Behaviour = {};

	const app = express();
	const server = certificate ? createTlsServer(certificate, app) : createServer(app);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const issuer = `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const person = () => ({ ...defaultClaims, ...behaviour.claims });
	const inUserinfo = () => (behaviour.userinfoClaims ? { sub: person().sub, ...behaviour.userinfoClaims } : person());
	const slowly = (next: NextFunction) => {
		const timer = setTimeout(() => {
			waiting.delete(timer);
			next();
		}, behaviour.slowness ?? 20_000);
		waiting.set(timer, next);
	};
	/** Holds a request up when its endpoint is to be slow; the behaviour of the moment decides. */
	const maybeSlow =
		(endpoint: 'discovery' | 'jwks' | 'token' | 'userinfo') => (_: Request, __: Response, next: NextFunction) =>
			behaviour[endpoint] === 'slow' ? slowly(next) : next();

	app.disable('x-powered-by');
	app.use(express.urlencoded({ extended: false }), (request, _response, next) => {
		const { method, path, query, headers, body } = request;
		requests.push({ method, path, query, headers, body: { ...(body as object) } });
		next();
	});

	app.get('/.well-known/openid-configuration', maybeSlow('discovery'), (_request, response) => {
		const { discovery: fault } = behaviour;
		const honest = configuration(issuer, behaviour);
		return fault && fault !== 'slow'
			? discoveryAnswers[fault](response, honest)
			: json(response, JSON.stringify(honest));
	});

	app.get('/jwks', maybeSlow('jwks'), async (_request, response) => {
		const { jwks: fault, alg = 'RS256' } = behaviour;
		switch (fault) {
			case 'status500':
				return html(response, 500);
			case 'html':
				return html(response);
			case 'garbage':
				return json(response, '{"keys":[');
			case 'noKeysMember':
				return json(response, '{}');
			case 'huge':
				return huge(response);
			case 'hangUp':
				return hangUp(response);
			default:
				return json(response, await keyring.document(alg, fault));
		}
	});

	app.get('/authorize', (request, response) => authorize(request, response, issuer, behaviour, grants));

	app.post('/token', maybeSlow('token'), async (request, response) => {
		const { token: fault, idToken, alg = 'RS256', rotateBeforeSigning } = behaviour;
		const { code, code_verifier: verifier } = request.body as Record<string, string | undefined>;
		const { authorization } = request.headers;
		const sent = { code, verifier, authorization };
		if (behaviour.echo?.at === 'gateway') {
			return json(response, JSON.stringify({ message: behaviour.echo.text(sent) }), 502);
		}
		if (behaviour.echo?.at === 'token') {
			const error_description = behaviour.echo.text(sent);
			return json(response, JSON.stringify({ error: 'invalid_request', error_description }), 400);
		}
		const grant = redeem(request, client, behaviour, grants);
		if ('error' in grant) {
			return json(response, JSON.stringify({ error: grant.error }), grant.status);
		}
		if (rotateBeforeSigning) {
			keyring.rotate();
		}
		const context = { ...client, issuer, nonce: grant.nonce, claims: person(), alg, keyring };
		const honest = {
			access_token: newAccessToken(),
			token_type: 'Bearer',
			expires_in: 3600,
			scope: 'openid profile email',
			id_token: await makeIdToken(context, idToken),
		};
		accessTokens.add(honest.access_token);
		return fault && fault !== 'slow'
			? tokenAnswers[fault](response, honest, request)
			: json(response, JSON.stringify(honest));
	});

	app.get('/userinfo', maybeSlow('userinfo'), (request, response) => {
		const { userinfo: fault } = behaviour;
		const accessToken = request.headers.authorization?.replace(/^Bearer /, '') ?? String(request.query.access_token);
		if (!accessTokens.has(accessToken)) {
			return json(response, JSON.stringify({ error: 'invalid_token' }), 401);
		}
		if (behaviour.echo?.at === 'userinfo') {
			const error_description = behaviour.echo.text({ token: accessToken });
			return json(response, JSON.stringify({ error: 'invalid_token', error_description }), 401);
		}
		return fault && fault !== 'slow'
			? userinfoAnswers[fault](response, inUserinfo(), accessToken)
			: json(response, JSON.stringify(inUserinfo()));
	});

	return {
		...client,
		issuer,
		requests,
		set(next) {
			behaviour = next;
		},
		release() {
			for (const [timer, next] of waiting) {
				clearTimeout(timer);
				next();
			}
			waiting.clear();
		},
		rotateKeys: () => keyring.rotate(),
		async sign(claims, header) {
			const { kid, privateKey } = await keyring.signingKey('RS256');
			return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
				.setProtectedHeader({ alg: 'RS256', kid, ...header })
				.sign(privateKey);
		},
		async stop() {
			[...waiting.keys()].forEach(clearTimeout);
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
