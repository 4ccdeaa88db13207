import type { Response } from 'express';

import { deep, html, huge, json, withPrototypeKeys } from './answers';
import type { UserinfoFault } from './faults';

type Claims = Readonly<Record<string, unknown>>;
type Answer = (response: Response, claims: Claims, accessToken: string) => void;

const document =
	(edit: (claims: Claims) => unknown, status = 200): Answer =>
	(response, claims) =>
		json(response, JSON.stringify(edit(claims)), status);

/** How the userinfo endpoint answers a request with a good token. */
export const userinfoAnswers: Record<Exclude<UserinfoFault, 'slow'>, Answer> = {
	otherSubject: document((claims) => ({ ...claims, sub: 'somebody-else' })),
	subjectMissing: document(({ sub: _, ...rest }) => rest),
	subjectNumber: document((claims) => ({ ...claims, sub: 7 })),
	jwt: (response, claims) =>
		void response
			.type('application/jwt')
			.send(
				`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
			),
	errorWith200: document((claims) => ({ ...claims, error: 'invalid_token', error_description: 'expired' })),
	errorRepeatsToken: (response, _claims, accessToken) =>
		json(response, JSON.stringify({ error: 'invalid_token', error_description: `no such token: ${accessToken}` }), 401),
	array: document((claims) => [claims]),
	string: document(() => 'robin'),
	null: document(() => null),
	html: (response) => html(response),
	empty: (response) => void response.status(200).end(),
	huge,
	deep,
	status401: document(() => ({ error: 'invalid_token' }), 401),
	status403X: document(
		() => ({ errors: [{ code: 453, message: 'You currently have access to a subset of endpoints' }] }),
		403,
	),
	status500: (response) => html(response, 500),
	redirect: (response) => response.redirect(302, '/attacker/userinfo'),
	prototypeKeys: (response, claims) => json(response, withPrototypeKeys(claims)),
	subjectTwice: (response, claims) => json(response, JSON.stringify(claims).replace('{', '{"sub":"first-of-two",')),
};
