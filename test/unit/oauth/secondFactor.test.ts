import { authenticationOf, hasSecondFactor } from '../../../src/oauth/secondFactor';

test.each<[string, unknown, unknown, string[], boolean]>([
	['nothing', undefined, undefined, [], false],
	['a password', undefined, ['pwd'], [], false],
	['two passwords', undefined, ['pwd', 'pin', 'kba'], [], false],
	['a password and a code', undefined, ['pwd', 'otp'], [], true],
	['a password and a key', undefined, ['hwk', 'pwd'], [], true],
	['a key and a face', undefined, ['hwk', 'face'], [], true],
	['a key alone', undefined, ['hwk'], [], false],
	['several things that one has', undefined, ['otp', 'sms', 'hwk'], [], false],
	['"mfa"', undefined, ['mfa'], [], true],
	['"MFA", which is another word', undefined, ['MFA'], [], false],
	['what nobody knows', undefined, ['pwd', 'magic'], [], false],
	['one method without a list', undefined, 'mfa', [], true],
	['one method of another name without a list', undefined, 'pwd', [], false],
	['other things than texts', undefined, [['mfa'], { mfa: true }, 1], [], false],
	['a class that the admin knows', 'urn:two', ['pwd'], ['urn:one', 'urn:two'], true],
	['a class that the admin does not know', 'urn:three', ['pwd'], ['urn:one', 'urn:two'], false],
	['a class where none is known', 'urn:two', undefined, [], false],
	['no class where one is known', undefined, undefined, ['urn:two'], false],
	['a list of classes', ['urn:two'], undefined, ['urn:two'], false],
])('%s', (_name, acr, amr, accepted, expected) =>
	expect(hasSecondFactor(authenticationOf({ acr, amr }), accepted)).toBe(expected),
);

test('a provider that has no id_token says nothing', () => expect(hasSecondFactor(undefined, ['urn:two'])).toBe(false));
