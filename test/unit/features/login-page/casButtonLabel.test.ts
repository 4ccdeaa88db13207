import { labelCasButton, restoreCasButton } from '../../../../src/features/login-page/casButtonLabel';
import { appPath } from '../../support/ports';
import { MemorySettings } from '../../support/settings';

const ours = `https://chat.example.com${appPath}/cas`;
const theirs = 'https://cas.example.com';

test.each<[string, string, string | undefined, string]>([
	['CAS', ours, 'en', 'Other ways to sign in'],
	['CAS', ours, 'de', 'Andere Anmeldewege'],
	['CAS', ours, undefined, 'Other ways to sign in'],
	['Other ways to sign in', ours, 'de', 'Andere Anmeldewege'],
	['Other ways to sign in', theirs, 'en', 'CAS'],
	['Andere Anmeldewege', '', 'en', 'CAS'],
	['CAS', theirs, 'en', 'CAS'],
	['Company account', ours, 'en', 'Company account'],
	['', ours, 'en', ''],
])('"%s" with the CAS server %s in the language %s becomes "%s"', async (before, casUrl, language, after) => {
	const settings = new MemorySettings({ CAS_button_label_text: before, CAS_base_url: casUrl, Language: language });
	await labelCasButton({ serverSettings: settings, appPath });
	expect(settings.snapshot().CAS_button_label_text).toBe(after);
});

test.each([
	['Other ways to sign in', 'CAS'],
	['Andere Anmeldewege', 'CAS'],
	['Company account', 'Company account'],
	['CAS', 'CAS'],
])('when the app goes, "%s" becomes "%s"', async (before, after) => {
	const settings = new MemorySettings({ CAS_button_label_text: before });
	await restoreCasButton(settings);
	expect(settings.snapshot().CAS_button_label_text).toBe(after);
});

test('a label that can not be read is left alone', async () => {
	const settings = new MemorySettings({ CAS_base_url: ours });
	await labelCasButton({ serverSettings: settings, appPath });
	await restoreCasButton(settings);
	expect(settings.snapshot()).toEqual({ CAS_base_url: ours });
});
