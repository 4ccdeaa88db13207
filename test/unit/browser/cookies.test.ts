import { cookieNames, readCookie, removeCookie, setCookie } from '../../../src/browser/cookies';
import { attemptCookie, attemptId, isAttemptCookie } from '../../../src/browser/attemptCookie';

test.each<[string, unknown, string | undefined]>([
	['the only one', 'a=1', '1'],
	['among others', 'x=0; a=1; y=2', '1'],
	['without the blank', 'x=0;a=1;y=2', '1'],
	['with blanks around', '  a = 1 ;x=0', '1'],
	['with = in its value', 'a=1=2==', '1=2=='],
	['empty', 'a=', ''],
	['absent', 'x=0', undefined],
	['a longer name', 'ab=1; ba=1', undefined],
	['another letter case', 'A=1', undefined],
	['there twice', 'a=1; a=2', undefined],
	['there twice with the same value', 'a=1; a=1', undefined],
	['there twice, once empty', 'a=1; a=', undefined],
	['a name without a value', 'a', undefined],
	['a text that has the name but for its last character', 'aX', undefined],
	['beside such a text', 'aX; a=1', '1'],
	['nothing', '', undefined],
	['no header', undefined, undefined],
	['a list of headers', ['a=1'], undefined],
	['an object', { a: '1' }, undefined],
	['separators only', ';;=;=;', undefined],
])('reading a cookie that is %s', (_name, header, expected) => expect(readCookie(header, 'a')).toBe(expected));

test('names, in the order of the header; what has no name is no cookie', () => {
	expect(cookieNames('b=1; a=2; b=3')).toEqual(['b', 'a', 'b']);
	expect(cookieNames('b=1; nameless; =alone')).toEqual(['b']);
	expect(cookieNames(undefined)).toEqual([]);
});

test('__proto__ and constructor are names like others', () => {
	expect(readCookie('a=1', '__proto__')).toBeUndefined();
	expect(readCookie('constructor=1', 'constructor')).toBe('1');
});

test('a long header costs no more than its length', () => {
	const header = Array.from({ length: 20_000 }, (_, index) => `c${index}=${';'.repeat(3)}`).join('; ');
	expect(readCookie(`${header}; a=1`, 'a')).toBe('1');
});

test('a cookie of ours stays on this host, over HTTPS, out of reach of scripts and of posts from elsewhere', () => {
	const [pair, ...attributes] = setCookie(attemptCookie('abcdefghijkl'), 'value', 600).split('; ');
	expect(pair).toBe('__Host-oauth-login-abcdefghijkl=value');
	expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('it is removed with the attributes that it was set with', () => {
	expect(removeCookie('__Host-a')).toBe(setCookie('__Host-a', '', 0));
	expect(removeCookie('__Host-a')).toContain('Max-Age=0');
});

test.each([
	[`abcdefghijkl.${'r'.repeat(43)}`, 'abcdefghijkl'],
	[`ab-_EFGHijkl.${'r'.repeat(43)}`, 'ab-_EFGHijkl'],
	[`abcdefghijk.${'r'.repeat(43)}`, undefined],
	[`abcdefghijkl.${'r'.repeat(42)}`, undefined],
	[`abcdefghijkl.${'r'.repeat(44)}`, undefined],
	[`abcdefghijkl.${'r'.repeat(43)}\n`, undefined],
	[`abc;efghijkl.${'r'.repeat(43)}`, undefined],
	['', undefined],
])('the state %j names the attempt %j', (state, id) => expect(attemptId(state)).toBe(id));

test('cookies of other apps are no attempts', () => {
	const ours = attemptCookie('ab-_EFGHijkl');
	const others = [
		ours.slice(0, -1),
		`${ours}m`,
		`${ours}\n`,
		attemptCookie('abcdefghijk"'),
		'__Host-other',
		'rc_token',
	];
	expect([ours, ...others, ours.replace('__Host-', ''), `x${ours}`].filter(isAttemptCookie)).toEqual([ours]);
});
