import { expectAccessible } from '../../e2e/looks';
import { ClientVisitor } from './testing/clientVisitor';
import { casService } from './testing/stubWorkspace';

const visitor = new ClientVisitor();

describe('page', () => {
	it("carries core's headers, the language and nothing inline", async () => {
		visitor.workspace.settings.set('Language', 'pt-BR').set('Site_Name', 'A & B </script>');
		await visitor.open('/login');
		const response = await visitor.page.request.get(`${visitor.origin}/login`);
		expect(response.headers()['content-security-policy']).toBe(
			"default-src 'self'; connect-src *; font-src 'self' data:; frame-src *; img-src * data: blob:; " +
				"media-src * data:; script-src 'self' 'unsafe-eval' 'sha256-jqxtvDkBbRAl9Hpqv68WdNOieepg8tJSYu1xIy7zT34='; " +
				"style-src 'self' 'unsafe-inline'",
		);
		expect(response.headers()['x-frame-options']).toBe('sameorigin');
		await visitor.form().waitFor();
		expect(await visitor.page.locator('html').getAttribute('lang')).toBe('pt-BR');
		expect(await visitor.page.locator('#welcomeTitle').textContent()).toBe('Welcome to A & B </script> workspace');
		await expect(
			visitor.page.addScriptTag({ content: 'window.inline = true' }).then(() => visitor.page.evaluate('window.inline')),
		).rejects.toThrow(/Content Security Policy/);
		await visitor.page.addScriptTag({ url: '/late.js' });
		expect(await visitor.page.evaluate('window.late')).toBe(true);
	});

	it.each(['/', '/login', '/home', '/channel/general'])('%s shows the login form to a stranger', async (path) => {
		await visitor.open(path);
		await visitor.form().waitFor();
		expect(visitor.address()).toBe(path.startsWith('/channel') ? path : '/home');
	});
});

describe('login terms', () => {
	it.each([
		{
			terms:
				'Or <a href="/api/apps/public/x/signin" rel="external" target="_self" onclick="alert(1)">sign in <b>here</b></a>' +
				'<script>alert(1)</script>.',
			text: 'Or sign in here.',
			links: [{ href: '/api/apps/public/x/signin', rel: 'external' }],
		},
		{
			terms: '<a href="/file" download="name">A file</a>',
			text: 'A file',
			links: [{ href: '/file', download: 'name' }],
		},
		{ terms: '<a href="javascript:alert(1)">no</a> <img src="x" onerror="alert(1)">', text: 'no ', links: [] },
		{
			terms: '',
			text: 'By logging in you accept the Terms of Service, the Privacy Policy and the Legal Notice.',
			links: ['terms-of-service', 'privacy-policy', 'legal-notice'].map((href) => ({ href })),
		},
	])('become text and links: $terms', async ({ terms, text, links }) => {
		visitor.workspace.settings.set('Layout_Login_Terms', terms);
		await visitor.open('/home');
		const block = visitor.page.locator('.login-terms');
		expect(await block.textContent()).toBe(text);
		expect(
			await block
				.locator('a')
				.evaluateAll((nodes) =>
					nodes.map((node) =>
						Object.fromEntries(
							['href', 'rel', 'download', 'target', 'onclick'].flatMap((name) =>
								node.hasAttribute(name) ? [[name, node.getAttribute(name)]] : [],
							),
						),
					),
				),
		).toEqual(links);
		expect(await block.locator('img, script, b').count()).toBe(0);
	});
});

describe('accessibility', () => {
	it.each(
		(['light', 'dark'] as const).flatMap((colorScheme) => [
			{ colorScheme, path: '/home' },
			{ colorScheme, path: '/register' },
			{ colorScheme, path: '/home?resumeToken=token-ada' },
		]),
	)('axe finds nothing on $path ($colorScheme)', async ({ colorScheme, path }) => {
		await visitor.open(path, '7.7.1', { colorScheme });
		await visitor.page.locator('main').waitFor();
		await expectAccessible(visitor.page);
	});

	it('everything but the eye is reached by the keyboard, in the order of the page', async () => {
		visitor.workspace.services = [casService];
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		const reached: string[] = [];
		for (let step = 0; step < 8; step++) {
			await visitor.page.keyboard.press('Tab');
			reached.push(
				await visitor.page.evaluate(
					() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent ?? '',
				),
			);
		}
		expect(reached).toEqual([
			'Skip to main content',
			'Rocket.Chat',
			'usernameOrEmail',
			'password',
			'Forgot your password?',
			'Login',
			'Create an account',
			'Sign in with Okta',
		]);
	});
});
