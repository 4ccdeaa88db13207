import type { MissingPageData } from '../../../../src/features/admin-people/missingPage';
import { missingPage } from '../../../../src/features/admin-people/missingPage';
import type { PlannedRow } from '../../../../src/features/people/linkImport';
import type { Account } from '../../../../src/ports/directory';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const account = (username: string): Account => ({ id: username, username, name: `Name of ${username}` }) as Account;
const row = (username: string): PlannedRow =>
	({ line: 1, provider: 'drupal', subject: '7', username, verdict: 'account_privileged' }) as PlannedRow;
const accounts = { unlinked: [account('ada')], from: 51, to: 100, total: 120, page: 2, pages: 3 };
const data: MissingPageData = {
	...{ nonce: 'n0nce', workspaceName: 'Example', below: '/app', token: 'the-token', homeUrl: '/home' },
	...{ list: undefined, accounts, providerName: () => 'Drupal' },
};

test('who of a page of accounts has no link, and the pages around it', () => {
	const { content } = missingPage(texts, data);
	expect(content).toContain(t('missing_range', { from: 51, to: 100, total: 120 }));
	expect(content).toContain('<bdi>ada</bdi>');
	expect([...content.matchAll(/rel="(prev|next)" href="([^"]*)"/g)].map(([, rel, href]) => [rel, href])).toEqual([
		['prev', '/app/admin/missing'],
		['next', '/app/admin/missing?page=3'],
	]);
	expect(content).not.toContain(t('missing_list'));
});

test('of the pasted list, each with the reason', () => {
	const { content } = missingPage(texts, { ...data, list: [row('bob')] });
	expect(content).toMatch(/<bdi>bob<\/bdi>[^]*<bdi>Drupal<\/bdi>/);
	expect(content).toContain(t('links_verdict_account_privileged'));
});

test.each<[string, Partial<MissingPageData>, string]>([
	['everybody of the list is linked', { list: [] }, t('missing_list_none')],
	['everybody of the page is linked', { accounts: { ...accounts, unlinked: [] } }, t('missing_none')],
	['accounts can not be listed', { accounts: ['Because.'] }, '<p>Because.</p>'],
])('says so where %s', (_name, changed, text) => {
	expect(missingPage(texts, { ...data, ...changed }).content).toContain(text);
});

test('no name is markup', () => {
	const hostile = '<img src=x>';
	const changed = { list: [row(hostile)], accounts: { ...accounts, unlinked: [account(hostile)] } };
	expect(missingPage(texts, { ...data, ...changed, providerName: () => hostile }).content).not.toContain(hostile);
});
