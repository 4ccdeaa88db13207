import { randomBytes } from 'node:crypto';

import type { Request, Response } from 'express';

import type { Behaviour } from './faults';

/** What the provider remembers about a code. */
export interface Grant {
	readonly redirectUri: string;
	readonly nonce: string | undefined;
	readonly codeChallenge: string | undefined;
	used: boolean;
}

type Parameters = [name: string, value: string][];

/** The authorization endpoint: approves at once, as the person who is set in the behaviour. */
export function authorize(
	request: Request,
	response: Response,
	issuer: string,
	behaviour: Behaviour,
	grants: Map<string, Grant>,
): void {
	const query = request.query as Record<string, string | undefined>;
	const code = randomBytes(16).toString('hex');
	const redirectUri = query.redirect_uri ?? '';
	grants.set(code, { redirectUri, nonce: query.nonce, codeChallenge: query.code_challenge, used: false });
	const parameters = faultyParameters(behaviour, issuer, code, query);
	if (query.response_mode === 'form_post') {
		response.type('html').send(autoForm(redirectUri, parameters));
		return;
	}
	const separator = redirectUri.includes('?') ? '&' : '?';
	response.redirect(303, `${redirectUri}${separator}${new URLSearchParams(parameters)}`);
}

function faultyParameters(
	{ response, responseIss, echo }: Behaviour,
	issuer: string,
	code: string,
	{ state = '', nonce }: Record<string, string | undefined>,
): Parameters {
	const iss: Parameters = responseIss === 'never' ? [] : [['iss', issuer]];
	const honest: Parameters = [['code', code], ['state', state], ...iss];
	const without = (name: string) => honest.filter(([other]) => other !== name);
	const error = (name: string, description?: string): Parameters => [
		['error', name],
		...(description === undefined ? [] : ([['error_description', description]] as Parameters)),
		['state', state],
		...iss,
	];
	if (echo?.at === 'response') return error('server_error', echo.text({ state, nonce }));
	switch (response) {
		case undefined:
			return honest;
		case 'issWrong':
			return [...without('iss'), ['iss', 'https://attacker.example']];
		case 'issMissing':
			return without('iss');
		case 'issDuplicated':
			return [...honest, ['iss', issuer]];
		case 'accessDenied':
			return error('access_denied', 'The resource owner denied the request');
		case 'errorAndCode':
			return [...honest, ['error', 'server_error']];
		case 'errorMarkup':
			return [
				...error('server_error', '<script>alert(1)</script><a href="https://attacker.example">retry</a>'),
				['error_uri', 'javascript:alert(1)'],
			];
		case 'errorBidi':
			return error('server_error', 'all is well\u202e\u2066 \u0000\u001b[31m\r\nSet-Cookie: a=b\u200b');
		case 'errorLong':
			return error('server_error', 'long '.repeat(1000));
		case 'errorServer':
			return error('temporarily_unavailable');
		case 'stateChanged':
			return [...without('state'), ['state', `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}`]];
		case 'stateDropped':
			return without('state');
		case 'stateDuplicated':
			return [...honest, ['state', state]];
		case 'codeMissing':
			return without('code');
		case 'codeEmpty':
			return [...without('code'), ['code', '']];
		case 'codeDuplicated':
			return [...honest, ['code', code]];
		case 'codeHuge':
			return [...without('code'), ['code', 'c'.repeat(9000)]];
		case 'codeLineBreak':
			return [...without('code'), ['code', `${code}\r\nX-Injected: 1`]];
		case 'codeOfAnother':
			return [...without('code'), ['code', randomBytes(16).toString('hex')]];
		case 'tokensInsteadOfCode':
			return [...without('code'), ['access_token', 'injected'], ['id_token', 'e30.e30.AA']];
		case 'tokensInQuery':
			return [...honest, ['access_token', 'injected'], ['id_token', 'e30.e30.AA']];
		case 'extraParameters':
			return [...honest, ['session_state', 'x.y'], ['scope', 'openid'], ['scope', 'twice'], ['toString', 'text']];
	}
}

/** OAuth 2.0 Form Post Response Mode §2: a page that posts itself. */
function autoForm(action: string, parameters: Parameters): string {
	const escape = (value: string) => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
	const fields = parameters.map(
		([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
	);
	return `<!doctype html><title>Submit</title><body onload="document.forms[0].submit()">
<form method="post" action="${escape(action)}">${fields.join('')}<button>Continue</button></form>`;
}
