import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { isPlainHttp, withOwnNames, withPlainNames } from '../../../src/http/plainHttp';
import { setCookie } from '../../../src/browser/cookies';
import { MemorySettings } from '../support/settings';
import { attemptCookie } from '../../../src/browser/attemptCookie';

test.each([
	['https://chat.example.com', false],
	['http://localhost:3000', false],
	['http://127.0.0.1', false],
	['http://chat.example.com', true],
	['http://192.168.0.7:3000/chat', true],
	['', false],
	['nonsense', false],
])('"%s" is on plain HTTP -> %p', async (url, expected) => {
	expect(await isPlainHttp(new MemorySettings({ Site_Url: url }))).toBe(expected);
});

const name = attemptCookie('abcdefghijkl');

test('a cookie goes out as the browser keeps it there, and comes back under its own name', () => {
	const lines = [setCookie(name, 'value', 600), setCookie(attemptCookie('older-------'), '', 0)];
	const answer: IApiResponse = { status: 303, headers: { location: '/', 'set-cookie': lines as unknown as string } };
	const { headers } = withPlainNames(answer);
	const kept = headers!['set-cookie'] as unknown as string[];
	expect(kept).toEqual([
		'http__Host-oauth-login-abcdefghijkl=value; Path=/; Max-Age=600; HttpOnly; SameSite=Lax',
		'http__Host-oauth-login-older-------=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
	]);
	expect(headers!.location).toBe('/');

	const cookie = `rc_token=x; ${kept[0]!.split(';')[0]}; http-other=y`;
	const request = { headers: { cookie, accept: '*/*' }, query: {} } as unknown as IApiRequest;
	expect(withOwnNames(request)).toEqual({
		headers: { cookie: `rc_token=x; ${name}=value; http-other=y`, accept: '*/*' },
		query: {},
	});
});

test('what has no cookies stays as it is', () => {
	const answer: IApiResponse = { status: 200, content: 'yes' };
	expect(withPlainNames(answer)).toBe(answer);
	const request = { headers: {} } as unknown as IApiRequest;
	expect(withOwnNames(request)).toBe(request);
});
