import type { EmailTrust, FlaggedAddress } from '../../../src/identity/verifiedAddress';
import { verifiedAddress } from '../../../src/identity/verifiedAddress';
import type { Claims } from '../../../src/oauth/claims';
import { parseTemplate } from '../../../src/identity/template';
import type { Template } from '../../../src/identity/template';

const compiled = (text: string): Template | undefined => {
	const template = parseTemplate(text);
	return 'error' in template ? undefined : template;
};
const pair = (email: string, emailVerified = ''): FlaggedAddress => ({
	...{ email: compiled(email), emailVerified: compiled(emailVerified) },
});
const standard = pair('email', 'email_verified');

const [own, victim] = ['own@evil.example', 'victim@good.example'];

interface Case {
	readonly documents: readonly Claims[];
	readonly taken?: FlaggedAddress;
	readonly preset?: FlaggedAddress;
	readonly trust?: EmailTrust;
}

const read = ({ documents, taken = standard, preset = {}, trust = 'claim' }: Case) =>
	verifiedAddress(documents, taken, preset, trust);

describe('two documents', () => {
	test.each<[string, Claims, Claims, string | undefined, boolean]>([
		['the second one has the flag alone', { email: victim }, { email_verified: true }, victim, false],
		[
			'the second one has the flag of another address',
			{ email: victim },
			{ email: own, email_verified: true },
			victim,
			false,
		],
		['the first one has the flag alone', { email_verified: true }, { email: victim }, victim, false],
		[
			'the first one has the flag alone, the second denies',
			{ email_verified: true },
			{ email: victim, email_verified: false },
			victim,
			false,
		],
		[
			'the first one denies, the second has another address',
			{ email: victim, email_verified: false },
			{ email: own, email_verified: true },
			victim,
			false,
		],
		[
			'both have the address, the second has the flag',
			{ email: victim },
			{ email: 'Victim@Good.example', email_verified: true },
			victim,
			true,
		],
		[
			'both have the address, the second denies',
			{ email: victim, email_verified: true },
			{ email: victim, email_verified: false },
			victim,
			false,
		],
		[
			'both have the address, the first denies',
			{ email: victim, email_verified: false },
			{ email: victim, email_verified: true },
			victim,
			false,
		],
		[
			'the second one denies another address',
			{ email: own, email_verified: true },
			{ email: victim, email_verified: false },
			own,
			true,
		],
		['only the second one has an address', {}, { email: own, email_verified: true }, own, true],
		[
			'the first one has null for an address',
			{ email: null, email_verified: false },
			{ email: own, email_verified: true },
			own,
			true,
		],
		[
			'the first one has no address that can be read',
			{ email: 'x', email_verified: true },
			{ email: victim },
			victim,
			false,
		],
		['neither has an address', { email_verified: true }, { email_verified: true }, undefined, false],
	])('%s', (_, first, second, email, emailVerified) => {
		expect(read({ documents: [first, second] })).toEqual({ email, emailVerified });
	});

	test('make no address together', () => {
		const [documents, taken] = [[{ login: 'boss' }, { domain: 'corp.example' }], pair('{{login}}@{{domain}}')];
		const { email, emailVerified } = read({ documents, taken, trust: 'trusted' });
		expect([email === 'boss@corp.example', emailVerified]).toEqual([false, false]);
	});
});

describe('an address from another claim than the preset has it in', () => {
	const verifiedOwn = { email: own, email_verified: true };
	test.each<[string, Claims, FlaggedAddress, EmailTrust, boolean]>([
		['no flag', { ...verifiedOwn, contact: victim }, pair('contact'), 'claim', false],
		['no flag, trusted', { ...verifiedOwn, contact: victim }, pair('contact'), 'trusted', true],
		[
			'a preferred_username',
			{ ...verifiedOwn, preferred_username: victim },
			pair('preferred_username'),
			'claim',
			false,
		],
		['a upn', { ...verifiedOwn, upn: victim }, pair('upn'), 'claim', false],
		['a composed one', { ...verifiedOwn, login: 'boss' }, pair('{{login}}@corp.example'), 'claim', false],
		['a fallback', { ...verifiedOwn, contact: victim }, pair('contact|email'), 'claim', false],
		['its own flag', { contact: victim, contact_verified: true }, pair('contact', 'contact_verified'), 'claim', true],
		[
			'a flag for each fallback: the first',
			{ ...verifiedOwn, contact: victim },
			pair('contact|email', 'contact_verified|email_verified'),
			'claim',
			false,
		],
		[
			'a flag for each fallback: the second',
			verifiedOwn,
			pair('contact|email', 'contact_verified|email_verified'),
			'claim',
			true,
		],
		['one flag for two fallbacks', verifiedOwn, pair('contact|email', 'email_verified'), 'claim', false],
		['one flag for two fallbacks, trusted', verifiedOwn, pair('contact|email', 'email_verified'), 'trusted', false],
		['one flag for two parts', { a: 'x', b: 'y.example', v: true }, pair('{{a}}@{{b}}', 'v'), 'claim', false],
		['two flags', { contact: victim, a: true, b: true }, pair('contact', '{{a}}{{b}}'), 'claim', false],
		['a flag of one part', { login: 'boss', v: true }, pair('{{login}}@corp.example', 'v'), 'claim', true],
		[
			'two claims that say it of one: the first that is there',
			{ contact: victim, b: true },
			pair('contact', 'a|b'),
			'claim',
			true,
		],
		[
			'two claims that say it of one: not the first that is true',
			{ contact: victim, a: false, b: true },
			pair('contact', 'a|b'),
			'claim',
			false,
		],
	])('%s', (_, claims, taken, trust, expected) => {
		expect(read({ documents: [claims], taken, preset: standard, trust }).emailVerified).toBe(expected);
	});
});

const flags: unknown[] = [
	...[true, 'true', 'TRUE', 1, '1', null, undefined, '', [true], { a: 1 }, 'yes', 2],
	...[[false], false, 'false', ' False ', 0, -0, '0', 'no', 'NO', 'off', 'f', 'n'],
];

describe('what counts as yes', () => {
	const accepted: Record<EmailTrust, unknown[]> = {
		claim: [true, 'true', 1, '1', [true]],
		trusted: flags.slice(0, 12),
		never: [],
	};
	test.each(Object.entries(accepted) as Array<[EmailTrust, unknown[]]>)('%s', (trust, yes) => {
		const verified = flags.filter(
			(flag) => read({ documents: [{ email: own, email_verified: flag }], trust }).emailVerified,
		);
		expect(verified).toEqual(yes);
	});
});

describe('a no is never overridden', () => {
	const no = flags.slice(13);
	test.each<[string, (flag: unknown) => Claims, FlaggedAddress, FlaggedAddress]>([
		['of its own flag', (flag) => ({ email: victim, email_verified: flag }), standard, {}],
		['of a flag that is named', (flag) => ({ contact: victim, ok: flag }), pair('contact', 'ok'), standard],
		[
			'where the standard claim has the same address',
			(flag) => ({ contact: victim, email: victim, email_verified: flag }),
			pair('contact'),
			{},
		],
		[
			'where the standard claim has it, and another flag is named',
			(flag) => ({ email: victim, email_verified: flag, ok: true }),
			pair('email', 'ok'),
			{},
		],
		[
			"where the preset's claim has it",
			(flag) => ({ contact: victim, mail: victim, valid: flag }),
			pair('contact'),
			pair('mail', 'valid'),
		],
		[
			"of the preset's flag, where another one is named",
			(flag) => ({ mail: victim, valid: flag, ok: true }),
			pair('mail', 'ok'),
			pair('mail', 'valid'),
		],
	])('%s', (_, claims, taken, preset) => {
		const verified = (flag: unknown): boolean =>
			read({ documents: [claims(flag)], taken, preset, trust: 'trusted' }).emailVerified;
		expect(no.filter(verified)).toEqual([]);
		expect(verified(undefined)).toBe(true);
	});

	test('unless it is about another address', () => {
		const documents = [{ contact: victim, email: own, email_verified: false }];
		expect(read({ documents, taken: pair('contact'), preset: standard, trust: 'trusted' }).emailVerified).toBe(true);
	});
});
