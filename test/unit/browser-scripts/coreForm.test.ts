import { isCas } from '../../../src/browser-scripts/parts/login-page/coreForm';

/** As core makes it: with a title where the text is the admin's, and another than the title. */
const button = (textContent: string, title: string | null = null): Element =>
	({ textContent, getAttribute: (name: string) => (name === 'title' ? title : null) }) as Element;

test.each<[string, string | null, boolean]>([
	['CAS', 'Cas', true],
	['Company account', 'Cas', true],
	['Cas', null, true],
	['Sign in with Cas', null, true],
	['Mit Cas anmelden', null, true],
	['Casでログイン', null, true],
	['تسجيل الدخول باستخدام Cas', null, true],
	['Sign in with Github', null, false],
	['Sign in with Cascade', null, false],
	['Sign in with Lucas', null, false],
	['En cas d’urgence', null, false],
	['As with Cas', 'Saml', false],
])('the button "%s" with the title %s is core’s CAS button: %p', (text, title, expected) => {
	expect(isCas(button(text, title))).toBe(expected);
});
