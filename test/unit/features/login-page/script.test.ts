import { gzipSync } from 'node:zlib';
import loginPage from 'browser-script:loginPage';
import type { LoginPageData } from '../../../../src/browser-scripts/data';
import { buttonIcon } from '../../../../src/features/login-page/buttonIcon';
import { loginScript, loginScriptTexts } from '../../../../src/features/login-page/script';
import { textsFor } from '../../../../src/texts/texts';

const data: LoginPageData = {
	providers: [{ id: 'okta', label: 'Sign in with Okta', title: 'Okta', href: '/login/okta', style: 'popup' }],
	texts: loginScriptTexts(textsFor('en', undefined)),
	lang: 'en',
	dir: 'ltr',
	homePath: '/home',
	casButton: 'fold',
	passwordForm: 'leave',
};

/** What the script is called with. */
function dataIn(source: string): LoginPageData {
	return JSON.parse(/\)\((\{.*\})\);$/.exec(source)?.[1] ?? '') as LoginPageData;
}

function button(values: Partial<LoginPageData['providers'][number]>) {
	return dataIn(loginScript({ ...data, providers: [{ ...data.providers[0]!, ...values }] })).providers[0];
}

test('runs the script with providers, texts and ways', () => {
	expect(loginScript(data).startsWith(`${loginPage}(`)).toBe(true);
	expect(dataIn(loginScript(data))).toEqual(data);
});

test.each<[string, Parameters<typeof button>[0], object]>([
	['a label with markup stays text', { label: '</script><b>' }, { label: '</script><b>' }],
	['a label with controls', { label: 'a\u202eb\u0000' }, { label: 'ab' }],
	['a title with controls', { title: 'a\u202eb\n' }, { title: 'ab' }],
	['a link to a script', { href: 'javascript:alert(1)' }, { href: '/' }],
	['a link to another host', { href: '//evil.example' }, { href: '/' }],
	['colours', { color: '#ABC', labelColor: '#000' }, { color: '#aabbcc', labelColor: '#000000' }],
	['a label nobody could read', { color: '#ffffff', labelColor: '#fefefe' }, { labelColor: '#000000' }],
	['an icon as data', { icon: 'data:image/svg+xml,<svg/>' }, { icon: 'data:image/svg+xml,<svg/>' }],
])('%s', (_, values, expected) => {
	expect(button(values)).toMatchObject(expected);
});

test.each([
	['a label colour without a background', { labelColor: '#000000' }],
	['a colour with more in it', { color: 'red;background:url(//evil.example)', labelColor: '#000000' }],
])('%s is left out', (_, values) => {
	expect(button(values)).not.toHaveProperty('color');
	expect(button(values)).not.toHaveProperty('labelColor');
});

test('an icon that is a page is left out', () => {
	expect(button({ icon: 'data:text/html,<script>' })).not.toHaveProperty('icon');
});

test('nothing in the data ends the script or an element around it', () => {
	const source = loginScript({ ...data, texts: { ...data.texts, or: '</script><!--\u2028' } });
	expect(source.slice(source.lastIndexOf(')({'))).not.toMatch(/[<>\u2028]/);
	expect(dataIn(source).texts.or).toBe('</script><!--\u2028');
});

test('makes no markup from text and runs no text', () => {
	expect(loginScript(data)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/);
});

/** With the mark that is the largest of all. */
const withMarks = (count: number): LoginPageData => ({
	...data,
	providers: Array.from({ length: count }, (_, index) => ({
		...{
			id: `club_${index}`,
			label: `Sign in with Club ${index}`,
			title: `Club ${index}`,
			href: `/login/club_${index}`,
		},
		...{ style: 'default', color: '#5865f2', labelColor: '#ffffff' },
		icon: buttonIcon('Discord', { picture: '', brands: ['discord'], color: '#5865f2', labelColor: '#ffffff' }),
	})),
});

test.each([
	[1, 6_000],
	[20, 7_000],
	[200, 16_000],
])('for %d providers it has less than %d bytes, compressed', (count, limit) => {
	expect(gzipSync(loginScript(withMarks(count))).length).toBeLessThan(limit);
});

test.each(['en', 'de', 'ar'])('has its texts in the language of the page: %s', (language) => {
	const texts = textsFor(language, undefined);
	expect(loginScriptTexts(texts, 'Okta')).toEqual({
		popupOpen: texts.t('login_popup_open'),
		showWindow: texts.t('login_show_window'),
		cancel: texts.t('confirm_cancel'),
		usedLast: texts.t('login_used_last'),
		straight: texts.t('login_straight', { provider: 'Okta' }),
		or: texts.t('login_or'),
		group: texts.t('login_group'),
		popupBlocked: texts.t('login_popup_blocked'),
		unfinished: texts.t('login_unfinished'),
		inBrowser: texts.t('login_in_browser'),
	});
});
