import { primaryAddress } from '../../../src/identity/emailList';

const entry = (email: unknown, primary: unknown, verified: unknown): object => ({ email, primary, verified });
const list = (...entries: object[]): string => JSON.stringify(entries);

test.each<[string, string, object]>([
	[
		'the primary one, wherever it stands',
		list(entry('a@x.com', false, true), entry('b@x.com', true, true)),
		{ email: 'b@x.com', email_verified: true },
	],
	['one that is not verified', list(entry('a@x.com', true, false)), { email: 'a@x.com', email_verified: false }],
	[
		'one of which it does not say',
		list({ email: 'a@x.com', primary: true }),
		{ email: 'a@x.com', email_verified: undefined },
	],
	[
		'the first of two that call themselves so',
		list(entry('a@x.com', true, false), entry('b@x.com', true, true)),
		{ email: 'a@x.com', email_verified: false },
	],
	[
		'with what GitHub says besides',
		list({ ...entry('a@x.com', true, true), visibility: null }),
		{ email: 'a@x.com', email_verified: true },
	],
])('%s', (_name, json, expected) => expect(primaryAddress(json)).toEqual(expected));

test.each<[string, string]>([
	['an empty list', '[]'],
	['a list without a primary one', list(entry('a@x.com', false, true))],
	['a text for a flag', list(entry('a@x.com', 'true', true))],
	['a text for the word on it', list(entry('a@x.com', true, 'true'))],
	['a number for an address', list(entry(7, true, true))],
	['a list of addresses alone', '["a@x.com"]'],
	['an object', JSON.stringify(entry('a@x.com', true, true))],
	['an error', '{"message":"Bad credentials"}'],
	['null', 'null'],
	['a page', '<html>'],
	['nothing', ''],
	['a hundred and one', list(...Array.from({ length: 101 }, () => entry('a@x.com', true, true)))],
])('%s gives nothing', (_name, json) => expect(primaryAddress(json)).toEqual({}));
