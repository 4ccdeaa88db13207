import type { Account } from '../../../../src/ports/directory';
import type { ImportRow, RowFacts, RowVerdict } from '../../../../src/features/people/linkImport';
import { planImport } from '../../../../src/features/people/linkImport';
import type { Link, LinkState } from '../../../../src/accounts/links';

const ann: Account = { id: 'u1', username: 'ann', kind: 'person', active: true, roles: ['user'], emails: [] };
const free: LinkState = { identity: 'i', generation: 0 };
const linkTo = (userId: string): LinkState => ({ ...free, link: { ...free, userId } as Link });
const ready: RowFacts = { provider: 'ready', link: free, account: ann, hasAnother: false, privileged: false };
const row = (subject: string, username: string, provider = 'drupal'): ImportRow => ({ provider, subject, username });

test.each<[string, Partial<RowFacts>, RowVerdict]>([
	['an account without a link', {}, 'will_link'],
	[
		'an identity whose account was deleted',
		{ link: { ...free, generation: 1, unlinked: { identity: 'i', generation: 1, reason: 'account_deleted' } } },
		'will_link',
	],
	['a provider that is not there', { provider: 'unknown', link: undefined }, 'provider_unknown'],
	['a provider without a server', { provider: 'incomplete', link: undefined }, 'provider_incomplete'],
	['an id that stands for nobody', { link: undefined }, 'subject_invalid'],
	['an account that is not there', { account: undefined }, 'account_unknown'],
	['a link that is there', { link: linkTo('u1') }, 'linked_already'],
	[
		'a link that is there, of a bot by now',
		{ link: linkTo('u1'), account: { ...ann, kind: 'machine' } },
		'linked_already',
	],
	['a link to another account', { link: linkTo('u2') }, 'linked_elsewhere'],
	[
		'a link that its owner removed',
		{ link: { ...free, generation: 1, unlinked: { identity: 'i', generation: 1, reason: 'removed' } } },
		'unlinked_by_owner',
	],
	['a bot', { account: { ...ann, kind: 'machine' } }, 'account_not_a_person'],
	['a deactivated account', { account: { ...ann, active: false } }, 'account_disabled'],
	['an admin', { privileged: true }, 'account_privileged'],
	['an account with another identity there', { hasAnother: true }, 'account_has_another'],
])('%s', (_name, facts, verdict) => {
	expect(planImport([row('7', 'ann')], [{ ...ready, ...facts }])).toEqual([
		{ provider: 'drupal', subject: '7', username: 'ann', line: 1, verdict, facts: { ...ready, ...facts } },
	]);
});

test.each<[string, ImportRow[], RowVerdict[]]>([
	['two people', [row('7', 'ann'), row('8', 'bob')], ['will_link', 'will_link']],
	['one person at two providers', [row('7', 'ann'), row('7', 'ann', 'ips4')], ['will_link', 'will_link']],
	['the same line twice', [row('7', 'ann'), row('7', 'ann')], ['will_link', 'repeated']],
	[
		'two accounts for an identity',
		[row('7', 'ann'), row('8', 'cid'), row('7', 'bob')],
		['contradicted', 'will_link', 'contradicted'],
	],
	['two identities for an account', [row('7', 'ann'), row('8', 'ann')], ['contradicted', 'contradicted']],
	[
		'a contradiction, repeated',
		[row('7', 'ann'), row('7', 'ann'), row('8', 'ann')],
		['contradicted', 'contradicted', 'contradicted'],
	],
	['nothing', [], []],
])('%s', (_name, rows, verdicts) => {
	expect(
		planImport(
			rows,
			rows.map(() => ready),
		).map(({ verdict }) => verdict),
	).toEqual(verdicts);
});
