import fc from 'fast-check';
import { parse } from 'qs';

import { withheld } from '../../../src/values/foreignText';
import { spellings } from '../../hostile/spellings';
import { LoginError } from '../../../src/errors';
import { checkLength, parseAuthorizationResponse, parseState } from '../../../src/oauth/authorizationResponse';

const issuer = 'https://idp.example.com';
const promised = { issuer, responseIssSupported: true };
const unpromised = { issuer, responseIssSupported: false };
const plain = { responseIssSupported: false };

describe('state', () => {
	test.each(['a', 'A-z_0.9~', 'x'.repeat(512)])('%s is read', (state) => {
		expect(parseState({ state })).toBe(state);
	});

	test.each([
		[undefined, 'state_missing'],
		[null, 'state_missing'],
		['state=x', 'state_missing'],
		[[], 'state_missing'],
		[{}, 'state_missing'],
		[{ state: '' }, 'state_missing'],
		[Object.create({ state: 'inherited' }), 'state_missing'],
		[parse('state=a&state=b'), 'state_invalid'],
		[parse('state[$ne]=a'), 'state_invalid'],
		[parse('state[]=a'), 'state_invalid'],
		[parse('state[length]=1'), 'state_invalid'],
		[{ state: 7 }, 'state_invalid'],
		[{ state: 'x'.repeat(513) }, 'state_invalid'],
		[{ state: 'a b' }, 'state_invalid'],
		[{ state: 'a\n' }, 'state_invalid'],
		[{ state: 'ä' }, 'state_invalid'],
		[{ state: '\ufffd\ufffd' }, 'state_invalid'],
	])('%j -> %s', (params, code) => {
		expect(() => parseState(params)).toThrow(expect.objectContaining({ code }));
	});
});

describe('response', () => {
	test.each([
		['code=abc', plain, 'abc'],
		['code=abc&iss=https://any.example', plain, 'abc'],
		[`code=abc&iss=${issuer}`, promised, 'abc'],
		[`code=abc&iss=${issuer}`, unpromised, 'abc'],
		['code=abc', unpromised, 'abc'],
		['code=abc&error=', unpromised, 'abc'],
		['code=4%2F0Ab%2B%3D', unpromised, '4/0Ab+='],
		[`code=${'c'.repeat(8192)}`, unpromised, 'c'.repeat(8192)],
		['code=abc&session_state=x&scope=a&scope=b&user[name]=c', unpromised, 'abc'],
	])('%j, %j -> the code', (query, expected, code) => {
		expect(parseAuthorizationResponse(parse(query), expected)).toEqual({ code });
	});

	test.each([
		['', unpromised, 'response_invalid'],
		['code=', unpromised, 'response_invalid'],
		['code=a&code=b', unpromised, 'response_invalid'],
		['code[]=a', unpromised, 'response_invalid'],
		['code[$gt]=', unpromised, 'response_invalid'],
		['code=a%0d%0ab', unpromised, 'response_invalid'],
		['code=%00', unpromised, 'response_invalid'],
		['code=%C3%A4', unpromised, 'response_invalid'],
		[`code=${'c'.repeat(8193)}`, unpromised, 'response_invalid'],
		['access_token=t&id_token=e30.e30.AA', unpromised, 'response_invalid'],
		['code=a&error=server_error', unpromised, 'response_invalid'],
		['error=a&error=b', unpromised, 'response_invalid'],
		['error=x&error_description=a&error_description=b', unpromised, 'response_invalid'],
		['error=access_denied', unpromised, 'access_denied'],
		['error=user_cancelled_authorize', unpromised, 'access_denied'],
		['error=login_required', unpromised, 'provider_error'],
		['error=ACCESS_DENIED', unpromised, 'access_denied'],
		['code=a', promised, 'response_issuer_mismatch'],
		['code=a&iss=', promised, 'response_issuer_mismatch'],
		['error=access_denied', promised, 'response_issuer_mismatch'],
		['error=access_denied&iss=https://evil.example', unpromised, 'response_issuer_mismatch'],
		[`code=a&iss=${issuer}/`, promised, 'response_issuer_mismatch'],
		['code=a&iss=https://IDP.example.com', unpromised, 'response_issuer_mismatch'],
		[`code=a&iss=${issuer}&iss=${issuer}`, promised, 'response_invalid'],
		[`code=a&iss[]=${issuer}`, promised, 'response_invalid'],
	])('%j, %j -> %s', (query, expected, code) => {
		expect(() => parseAuthorizationResponse(parse(query), expected)).toThrow(expect.objectContaining({ code }));
	});

	test('what a provider says about an error becomes one short clean line', () => {
		const error_description = `<script>x</script>\u202e\u0000\r\n${'long '.repeat(1000)}`;
		const attempt = () => parseAuthorizationResponse({ error: 'server_error', error_description }, unpromised);
		expect(attempt).toThrow(LoginError);
		try {
			attempt();
		} catch (error) {
			const { detail } = error as LoginError;
			expect(detail).toMatch(/^server_error: <script>x<\/script> long long [\x20-\x7e…]+$/);
			expect(detail.length).toBeLessThanOrEqual(200);
		}
	});

	test.each([
		['error_description', { error: 'server_error' }],
		['error', {}],
		['iss', { code: 'a' }],
	])('%s that repeats a secret of the attempt does not get into an error', (name, others) => {
		const secret = 'k3J9x_Q2m-Vw8Zr5TnB7cY4dLs6fHg1p';
		for (const spell of Object.values(spellings)) {
			const params = { ...others, [name]: spell(secret) };
			expect(() => parseAuthorizationResponse(params, unpromised, [secret])).toThrow(
				expect.objectContaining({ detail: expect.stringContaining(withheld) as unknown }),
			);
		}
	});
});

describe('length', () => {
	test.each([
		['error', 'x'.repeat(4097)],
		['error_description', 'x'.repeat(4097)],
		['error_description', 'x'.repeat(1_000_000)],
	])('an %s of %.0s too many characters is refused', (name, value) => {
		expect(() => checkLength({ state: 's', [name]: value })).toThrow(
			expect.objectContaining({ code: 'response_too_long', detail: '' }),
		);
	});

	test.each([
		[{ error: 'x'.repeat(4096), error_description: 'x'.repeat(4096) }],
		[{ code: 'x'.repeat(8192) }],
		[{ error: ['x'.repeat(4097)] }],
		[{}],
		[undefined],
	])('%.60j is looked at', (params) => {
		expect(() => checkLength(params)).not.toThrow();
	});
});

test('nothing but a LoginError comes out, whatever goes in', () => {
	const member = fc.oneof(fc.string(), fc.anything());
	const params = fc.oneof(
		fc.anything(),
		fc.record(
			{ code: member, state: member, iss: member, error: member, error_description: member },
			{ requiredKeys: [] },
		),
	);
	fc.assert(
		fc.property(params, fc.constantFrom(promised, unpromised, plain), (input, expected) => {
			for (const read of [() => parseState(input), () => parseAuthorizationResponse(input, expected).code]) {
				try {
					expect(typeof read()).toBe('string');
				} catch (error) {
					expect(error).toBeInstanceOf(LoginError);
				}
			}
		}),
		{ numRuns: 500 },
	);
});
