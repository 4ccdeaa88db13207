import fc from 'fast-check';
import { notInGroup } from '../../../src/accounts/membership';
import { namesFor } from '../../../src/identity/claimedMap';
import { toIdentity } from '../../../src/identity/claimMap';
import type { ClaimedList, Identity } from '../../../src/identity/identity';
import type { Claims } from '../../../src/oauth/claims';

describe('notInGroup', () => {
	test.each<[ClaimedList | undefined, string[], ReturnType<typeof notInGroup>]>([
		[['staff'], ['staff'], undefined],
		[['a', 'staff'], ['chat', 'staff'], undefined],
		[[], [], undefined],
		['absent', [], undefined],
		[['Staff', 'staff '], ['staff'], 'not in it'],
		[[], ['staff'], 'not in it'],
		['absent', ['absent', 'staff'], 'absent'],
		['elsewhere', ['staff'], 'elsewhere'],
		[undefined, ['staff'], 'absent'],
	])('%j, one of %j required -> %j', (groups, required, expected) => {
		const identity = { provider: 'p', issuer: 'i', subject: 's', emailVerified: false, groups };
		expect(notInGroup(identity, required)).toBe(expected);
	});
});

describe('who may name one group is in that group and in no other', () => {
	const identityOf = (claims: Claims): Identity =>
		toIdentity([{ sub: 's', ...claims }], {
			map: { subject: 'sub', groups: 'groups', roles: 'roles' },
			emailTrust: 'claim',
			provider: 'p',
			issuer: 'i',
		});
	const isMember = (groups: unknown, group: string): boolean =>
		notInGroup(identityOf({ groups }), [group]) === undefined;
	const getsRole = (roles: unknown, group: string): boolean =>
		namesFor(identityOf({ roles }).roles, new Map([[group, ['admin']]]))?.has('admin') ?? false;

	/** Spellings of a group that are not its name. */
	const spellings: Record<string, (group: string) => string> = {
		'JSON list': (group) => JSON.stringify([group]),
		'JSON list with white space': (group) => ` [ ${JSON.stringify(group)} ]`,
		'JSON object': (group) => JSON.stringify({ name: group }),
		'JSON text': (group) => JSON.stringify(group),
		'space after': (group) => `${group} `,
		'space before': (group) => ` ${group}`,
		'no-break space': (group) => `${group}\u00a0`,
		'byte order mark': (group) => `\ufeff${group}`,
		'ideographic space': (group) => `${group}\u3000`,
		'zero-width space': (group) => `${group}\u200b`,
		'line break': (group) => `${group}\n`,
		'another letter case': (group) => group.toUpperCase(),
		'full width': (group) => group.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)),
		'list with a comma': (group) => `x,${group}`,
		'list with a semicolon': (group) => `x;${group}`,
	};

	test.each(Object.entries(spellings))('%s', (_, spell) => {
		const spelt = spell('staff');
		expect(spelt).not.toBe('staff');
		for (const groups of [[spelt], spelt, [{ name: spelt }], [{ displayName: spelt }], { 1: spelt }]) {
			expect([isMember(groups, 'staff'), getsRole(groups, 'staff')]).toEqual([false, false]);
		}
		expect([isMember([spelt], spelt), getsRole([spelt], spelt)]).toEqual([true, true]);
	});

	test('in general', () => {
		const group = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
		const named = fc.tuple(group, fc.oneof(group, fc.constantFrom(...Object.values(spellings))));
		fc.assert(
			fc.property(named, ([wanted, other]) => {
				const item = typeof other === 'string' ? other : other(wanted);
				expect(isMember([item], wanted)).toBe(item === wanted);
				expect(getsRole([item], wanted)).toBe(item === wanted);
			}),
		);
	});
});
