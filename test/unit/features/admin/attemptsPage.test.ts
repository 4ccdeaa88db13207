import { gzipSync } from 'node:zlib';
import type { AttemptEntry } from '../../../../src/attempts/attemptLog';
import { daysOf } from '../../../../src/attempts/days';
import { attemptsChart } from '../../../../src/features/admin/attemptsChart';
import type { AttemptsPageData } from '../../../../src/features/admin/attemptsPage';
import { attemptPage, attemptsPage } from '../../../../src/features/admin/attemptsPage';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const now = Date.parse('2026-03-02T12:00:00Z');
const names = {
	account: (id: string) => `name-of-${id}`,
	provider: (id: string) => `Name of ${id}`,
	callbackUrl: () => 'https://chat.example.com/callback/okta',
};
const frame = { nonce: 'n0nce', workspaceName: 'Example', below: '/app', token: 'token', homeUrl: '/home' };
const failed: AttemptEntry = { id: 'K7QF2M9X', at: now, provider: 'okta', person: 'a…@m….com', code: 'code_refused' };
const data: AttemptsPageData = {
	...{ ...frame, names, filter: {}, providers: ['okta'], outcomes: ['code_refused'], attempts: [failed] },
	...{ page: 1, pages: 1, days: daysOf([failed], now, 14) },
};

test('a row has the provider, the person and the cause; opened, it has the remedy', () => {
	const { content } = attemptsPage(texts, data);
	const [, summary = ''] = /<summary>([^]*?)<\/summary>/.exec(content.slice(content.indexOf('class="rows"')))!;
	for (const part of ['Name of okta', 'a…@m….com', t('error_code_refused_title'), 'K7QF2M9X']) {
		expect(summary).toContain(part);
	}
	expect(content).toContain(t('cause_callback', { url: names.callbackUrl() }));
	expect(content).toContain('<a href="/app/help#code_refused">code_refused</a>');
});

test('an attempt is looked up by its reference, whatever is filtered', () => {
	const { content } = attemptsPage(texts, { ...data, filter: { provider: 'okta' } });
	const [form = ''] = /<form[^>]*>(?:(?!<\/form>)[^])*name="ref"(?:(?!<\/form>)[^])*<\/form>/.exec(content)!;
	expect(form).toMatch(/^<form[^>]* method="get" action="\/app\/admin\/attempts">/);
	expect([...form.matchAll(/ name="([^"]*)"/g)].map(([, name]) => name)).toEqual(['ref']);
});

test('the navigation says where one is', () => {
	const current = [...attemptsPage(texts, data).content.matchAll(/<a href="([^"]*)" aria-current="page">/g)];
	expect(current.map(([, href]) => href)).toEqual(['/app/admin/attempts']);
});

test('what was filtered by stays in the form, in the pages and in the file', () => {
	const filter = { provider: 'okta', outcome: 'failed', who: '"><b>' } as const;
	const { content } = attemptsPage(texts, { ...data, filter, page: 2, pages: 3 });
	expect(content).toContain('<option value="okta" selected>');
	expect(content).toContain('<option value="failed" selected>');
	expect(content).toContain('value="&quot;&gt;&lt;b&gt;"');
	const query = 'provider=okta&amp;outcome=failed&amp;who=%22%3E%3Cb%3E';
	expect(content).toContain(`href="/app/admin/attempts?${query}"`);
	expect(content).toContain(`href="/app/admin/attempts?${query}&amp;page=3"`);
	expect(content).toContain(`href="/app/admin/attempts?${query}&amp;format=csv"`);
});

test.each([
	[{}, 'attempts_none'],
	[{ provider: 'okta' }, 'attempts_no_match'],
] as const)('nothing there, filter %j: %s', (filter, key) => {
	expect(attemptsPage(texts, { ...data, filter, attempts: [], days: [] }).content).toContain(t(key));
});

test('one attempt by its reference, and none by another', () => {
	expect(attemptPage(texts, { ...frame, names, attempt: failed }).content).toContain(t('error_code_refused_title'));
	expect(attemptPage(texts, { ...frame, names, attempt: undefined }).content).toContain('There is no attempt');
});

describe('the chart', () => {
	const of = (entries: readonly AttemptEntry[]): string => String(attemptsChart(texts, daysOf(entries, now, 14)));

	test('is not there without anything to draw', () => {
		expect(attemptsChart(texts, daysOf([], now, 14))).toBe(false);
	});

	test('has a column of the right height for each cause, and the same numbers in a table', () => {
		const svg = of([failed, { ...failed, code: undefined, more: 2 } as unknown as AttemptEntry]);
		const heights = [...svg.matchAll(/class="s(\d)"[^>]*height="([\d.]+)"/g)].map(([, series, height]) => [
			series,
			height,
		]);
		expect(heights).toEqual([
			['0', '81.0'],
			['1', '27.0'],
		]);
		expect(svg).toContain(`<title>2026-03-02: ${t('attempt_signed_in')}: 3</title>`);
		const cells = [...svg.matchAll(/<td>(\d+)<\/td>/g)].map(([, count]) => Number(count));
		expect(cells.slice(-2)).toEqual([3, 1]);
		expect(cells).toHaveLength(28);
	});

	test('has one colour for all causes but the three most frequent', () => {
		const codes = ['code_refused', 'client_refused', 'state_used', 'access_denied', 'clock_wrong'] as const;
		const svg = of(codes.map((code) => ({ ...failed, code })));
		expect(svg).toContain(t('chart_others'));
		expect([...svg.matchAll(/<rect\s+class="s(\d)"/g)].map(([, series]) => series)).toEqual(['1', '2', '3', '4']);
	});
});

test.each(['en', 'ar'])('%s: a page of 25 attempts is less than 10 kB on the wire', (language) => {
	const attempts = Array.from({ length: 25 }, (_, index) => ({ ...failed, id: `REF${10000 + index}` }));
	const { content } = attemptsPage(textsFor(language, undefined), { ...data, attempts, page: 1, pages: 16 });
	expect(gzipSync(content).length).toBeLessThan(10_000);
});
