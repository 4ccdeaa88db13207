import type { PeoplePageData } from '../../../../src/features/admin-people/peoplePage';
import { peoplePage } from '../../../../src/features/admin-people/peoplePage';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const request = {
	...{ reference: 'K7QF2M9X', identity: 'i', providerId: 'okta', username: 'mia', seen: 'hash' },
	key: { provider: 'p', issuer: 'https://id.example', subject: 's' },
	wish: 'create' as const,
	...{ email: 'm…@e….com', fullEmail: 'mia@example.com', emailVerified: false, askedAt: 1 },
};
const link = { identity: 'hash', username: 'ada', provider: 'Okta', which: 'id.example, …9', linkedAt: 1 };
const data: PeoplePageData = {
	...{ nonce: 'n0nce', workspaceName: 'Example', below: '/app', token: 'the-token', homeUrl: '/home' },
	...{
		requests: [request],
		providerName: () => 'Okta',
		links: [link],
		counts: [],
		who: '',
		place: { page: 1, pages: 1 },
		note: '',
	},
};

test('a request is decided about with the full address, and whether the provider vouches for it', () => {
	const { content } = peoplePage(texts, data);
	expect(content).toContain(`<bdi>mia@example.com</bdi> (${t('request_email_unverified')})`);
	// Another person there can have the same name.
	expect(content).toContain('<bdi>id.example, …s</bdi>');
	expect(content).toContain('name="action" value="approve"');
});

test('a request to be connected is not approved without an account', () => {
	const { content } = peoplePage(texts, { ...data, requests: [{ ...request, wish: 'connect' as const }] });
	expect(content).not.toContain('value="approve"');
	expect(content).toContain('value="choose"');
});

test('every form that changes something has the token of the visit', () => {
	const { content } = peoplePage(texts, data);
	const forms = content.match(/<form[^>]*method="post"[^]*?<\/form>/g)!;
	expect(forms).toHaveLength(5);
	for (const form of forms) expect(form).toContain('name="token" value="the-token"');
});

test('nothing that a provider says is markup', () => {
	const hostile = '<img src=x>';
	const { content } = peoplePage(texts, {
		...data,
		requests: [{ ...request, name: hostile, username: hostile, fullEmail: hostile }],
		links: [{ ...link, username: hostile, which: hostile }],
		who: hostile,
	});
	expect(content).not.toContain(hostile);
});

test.each([
	['', 'links_none'],
	['ada', 'people_no_match'],
] as const)('no link, search %j: %s', (who, key) => {
	expect(peoplePage(texts, { ...data, links: [], who }).content).toContain(t(key));
});

test.each([
	['the first of some', { page: 1, pages: 3 }, ['next" href="/app/admin/people?page=2']],
	['the first of many', { before: undefined, after: 'z-9' }, ['next" href="/app/admin/people?after=z-9']],
	['the last of many', { before: 'a_1', after: undefined }, ['prev" href="/app/admin/people?before=a_1']],
])('%s: the buttons lead to the pages beside it', (_, place, expected) => {
	const { content } = peoplePage(texts, { ...data, place });
	expect(content.match(/(?:prev|next)" href="[^"]*/g)).toEqual(expected);
	expect(content.includes(t('people_many'))).toBe('before' in place);
});
