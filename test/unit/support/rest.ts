import { RestApi } from '../../../src/workspace/rest/restApi';
import type { Answer } from './transport';
import { ScriptedTransport } from './transport';

export const internalUrl = 'http://127.0.0.1:3000/sub';
export const account = { userId: 'service', token: 'service-token' };

/** A workspace's REST API that answers each endpoint so, and what it was asked. */
export function restApi(answers: Readonly<Record<string, Answer | ((url: URL) => Answer)>>) {
	const transport = new ScriptedTransport((_request, url) => {
		const answer = answers[url.pathname.replace('/sub/api/v1/', '')] ?? { status: 404, body: 'Not found' };
		return typeof answer === 'function' ? answer(url) : answer;
	});
	return { transport, api: new RestApi(transport, internalUrl, account, '203.0.113.7') };
}

/** A refusal as core words it: the code is repeated at the end of the text. */
export const refused = (errorType: string | number, message = '', details?: object): Answer => ({
	status: 400,
	body: { success: false, error: `${message} [${errorType}]`.trim(), errorType, details },
});
