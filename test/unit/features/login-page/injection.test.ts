import { removeFromLoginPage, showOnLoginPage } from '../../../../src/features/login-page/injection';
import { textsFor } from '../../../../src/texts/texts';
import { MemorySettings } from '../../support/settings';

const appPath = '/api/apps/public/9a7fd9c1-6e0b-4c0e-8a4f-2f6a4c1f3b11';
const link = { href: `${appPath}/signin`, label: 'Other ways to sign in' };
const languages = ['en', 'de', 'es', 'fr', 'pt-BR', 'ja', 'zh-CN', 'ar'];

async function show(before: Record<string, unknown>, language: string, wantsLink: boolean): Promise<MemorySettings> {
	const settings = new MemorySettings(before);
	await showOnLoginPage(settings, { appPath, link, wantsLink, texts: textsFor(undefined, language) });
	return settings;
}

const script = (settings: MemorySettings): unknown => settings.snapshot().Custom_Script_Logged_Out;
const terms = (settings: MemorySettings): string => settings.snapshot().Layout_Login_Terms as string;
const hrefs = (text: string): string[] =>
	[...text.matchAll(/<a href="([^"]*)"(?: rel="external")?>[^<]+<\/a>/g)].map(([, href]) => href!);

test.each([
	['by a script', { Custom_Script_Logged_Out: 'a();', Layout_Login_Terms: 'Mine.' }, false, true, false],
	[
		'by both, where the admin wants the link',
		{ Custom_Script_Logged_Out: 'a();', Layout_Login_Terms: '' },
		true,
		true,
		true,
	],
	['by the link, where the server takes no script', { Layout_Login_Terms: 'Mine.' }, false, false, true],
])('shows the providers %s, and leaves nothing behind', async (_, before, wantsLink, hasScript, hasLink) => {
	const settings = await show(before, 'en', wantsLink);
	expect(String(script(settings)).includes(`${appPath}/login.js`)).toBe(hasScript);
	expect(terms(settings).includes(link.href)).toBe(hasLink);
	await removeFromLoginPage(settings);
	expect(settings.snapshot()).toEqual(before);
});

const logoutScript = (settings: MemorySettings): string => settings.snapshot().Custom_Script_On_Logout as string;

test('a sign-out loads the script for that moment, each time, beside what the admin has there', async () => {
	const before = { Custom_Script_Logged_Out: '', Layout_Login_Terms: 'Mine.', Custom_Script_On_Logout: 'bye();' };
	const on = await show(before, 'en', false);
	expect(logoutScript(on)).toMatch(/^bye\(\);\n/);
	expect(logoutScript(on)).toContain(`${appPath}/logout.js`);
	expect(logoutScript(on)).not.toContain('querySelector');
	expect(logoutScript(await show(on.snapshot(), 'en', false))).toBe(logoutScript(on));
	await removeFromLoginPage(on);
	expect(on.snapshot()).toEqual(before);
});

test('the link goes when the admin no longer wants it', async () => {
	const wanted = await show({ Custom_Script_Logged_Out: '', Layout_Login_Terms: 'Mine.' }, 'en', true);
	expect(terms(await show(wanted.snapshot(), 'en', false))).toBe('Mine.');
});

test.each(languages)(
	"%s: the link takes the place of Rocket.Chat's own terms and brings them along",
	async (language) => {
		const text = terms(await show({ Layout_Login_Terms: '' }, language, true));
		expect(hrefs(text)).toEqual(['/terms-of-service', '/privacy-policy', '/legal-notice', link.href]);
		expect(text).not.toMatch(/[{}]/);
		// The terms are pages of the client, the app's page is not.
		expect([...text.matchAll(/href="([^"]*)" rel="external"/g)].map(([, href]) => href)).toEqual([link.href]);
	},
);

test("the admin's own terms are the only ones", async () => {
	expect(hrefs(terms(await show({ Layout_Login_Terms: 'Mine.' }, 'en', true)))).toEqual([link.href]);
});

test('a text that can not be read is not taken for an empty one', async () => {
	const settings = new MemorySettings({ Custom_Script_Logged_Out: 'mine();', Layout_Login_Terms: 'Mine.' });
	const blind = Object.assign(Object.create(settings) as MemorySettings, { fresh: async () => undefined });
	await showOnLoginPage(blind, { appPath, link, wantsLink: true, texts: textsFor(undefined, 'en') });
	await removeFromLoginPage(blind);
	expect(settings.snapshot()).toEqual({ Custom_Script_Logged_Out: 'mine();', Layout_Login_Terms: 'Mine.' });
});
