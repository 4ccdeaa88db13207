import { Browser } from './support/browser';
import type { Answer } from './support/browser';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: true } });
});
afterAll(() => scene.stop());
beforeEach(() => scene.provider.set({}));

const get = (path: string): Promise<Answer> => new Browser().request(scene.url(path));

let people = 0;

async function waitingPage(): Promise<Answer> {
	const address = '203.0.113.77';
	for (; people < 15; people++) await scene.signIn(new Browser({ address }));
	return scene.signIn(new Browser({ address }));
}

const propfind = (): Promise<Answer> => new Browser().request(scene.url('callback/okta'), { method: 'PROPFIND' });

async function signedOut(): Promise<Answer> {
	const browser = new Browser();
	const page = await browser.request(scene.url('logout'));
	const form = /"form":"([\w-]+)"/.exec(page.body)![1]!;
	const ended = await browser.request(scene.url('logout'), {
		method: 'POST',
		headers: { 'sec-fetch-site': 'same-origin' },
		body: new URLSearchParams({ form }),
	});
	return browser.request(new URL((JSON.parse(ended.body) as { next: string }).next, scene.url('logout')));
}

/** Pages, and whether they have a script. */
const pages: [string, boolean, () => Promise<Answer>][] = [
	['the hand-off page', true, () => scene.signIn()],
	['an error page of the callback', true, () => get('callback/okta')],
	['an error page of a method', true, () => new Browser().request(scene.url('callback/okta'), { method: 'PUT' })],
	['an error page of a method that hardly anybody uses', true, () => propfind()],
	['the page for a provider that does not exist', true, () => get('login/nobody')],
	['the list of providers', false, () => get('signin')],
	['the reference of errors', false, () => get('help')],
	['what core’s CAS button opens', false, () => get('cas/login?service=https%3A%2F%2Fx.example')],
	['the waiting page', false, waitingPage],
	['the page for signing out', true, () => get('logout')],
	['the page after that', false, signedOut],
];

describe.each(pages)('%s', (_name, scripted, open) => {
	let answer: Answer;
	beforeAll(async () => {
		answer = await open();
	});

	test('says what it may do, to nobody else, and is kept by nobody', () => {
		const { headers, body } = answer;
		expect(Object.fromEntries(headers)).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'x-frame-options': 'DENY',
			'cross-origin-resource-policy': 'same-origin',
		});
		const policy = new Map(
			headers
				.get('content-security-policy')!
				.split('; ')
				.map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')] as const),
		);
		const nonce = /nonce="([^"]+)"/.exec(body)?.[1];
		expect(nonce).toMatch(/^[\w-]{22,}$/);
		expect(Object.fromEntries(policy)).toMatchObject({
			'default-src': "'none'",
			'style-src': `'nonce-${nonce}'`,
			'base-uri': "'none'",
			'form-action': "'self'",
			'frame-ancestors': "'none'",
		});
		expect(policy.get('script-src')).toBe(scripted ? `'nonce-${nonce}'` : undefined);
		expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
	});

	test('has a nonce of its own each time, and nothing that the policy would forbid', async () => {
		const { body } = answer;
		const nonces = [...body.matchAll(/<(?:style|script)[^>]*nonce="([^"]+)"/g)].map(([, nonce]) => nonce);
		expect(new Set(nonces).size).toBe(1);
		expect(body).not.toMatch(/<(?:style|script)(?![^>]*nonce=)/);
		expect(body).not.toMatch(/<[^>]+\s(?:style|on\w+)=/);
		expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
		expect((await open()).body).not.toContain(nonces[0]!);
	});

	test('is a document in one language, with one heading', () => {
		expect(answer.body).toMatch(/^<!doctype html>\s*<html lang="en" dir="ltr">/i);
		expect(answer.body.match(/<h1/g)).toHaveLength(1);
	});
});

test('the login page’s script is one, and asked for again each time', async () => {
	const { headers, status } = await get('login.js');
	expect(status).toBe(200);
	expect(Object.fromEntries(headers)).toMatchObject({
		'content-type': 'text/javascript; charset=utf-8',
		'cache-control': 'no-cache',
		vary: expect.stringMatching(/accept-language/i),
		'x-content-type-options': 'nosniff',
	});
});

test('the cookies of a sign-in are this host’s, for TLS, for the server, for a while', async () => {
	const browser = new Browser();
	const callback = await scene.approve(browser);
	expect(browser.jar).toEqual([
		{
			name: expect.stringMatching(/^__Host-oauth-login-[\w-]{12}$/),
			value: expect.stringMatching(/^[\w-]+(\.[\w-]*){4}$/),
			host: 'localhost',
			path: '/',
			attributes: new Map([
				['path', '/'],
				['max-age', '600'],
				['secure', ''],
				['httponly', ''],
				['samesite', 'Lax'],
			]),
		},
	]);
	const [{ value } = { value: '' }] = browser.jar;
	const { query } = scene.provider.requests.filter(({ path }) => path === '/authorize').at(-1)!;
	expect(value).not.toContain(query.state);
	expect(value).not.toContain(query.nonce);
	await scene.expectSignedIn(scene.walk(browser, callback));
	expect(browser.jar).toEqual([]);
});

test('the session is in the page’s body, and in no address, header or cookie', async () => {
	const browser = new Browser();
	const answers: Answer[] = [];
	const request = browser.request.bind(browser);
	browser.request = async (...parameters: Parameters<Browser['request']>) => {
		const answer = await request(...parameters);
		answers.push(answer);
		return answer;
	};
	const { token, userId } = await scene.expectSignedIn(scene.signIn(browser));
	for (const { url, headers } of answers) {
		expect(url.href).not.toContain(token);
		expect(JSON.stringify([...headers])).not.toContain(token);
		expect(JSON.stringify([...headers])).not.toContain(userId);
	}
	expect(browser.received.join()).not.toContain(token);
	expect(JSON.stringify(scene.provider.requests)).not.toContain(token);
});

test('the redirect to the provider is kept by nobody and tells nobody where it came from', async () => {
	const { status, headers, body } = await get('login/okta');
	expect({ status, body }).toEqual({ status: 303, body: '' });
	expect(Object.fromEntries(headers)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
});

test.each([
	['de', 'de', 'ltr'],
	['ar,en;q=0.5', 'ar', 'rtl'],
	['pt-BR', 'pt-BR', 'ltr'],
	['xx', 'en', 'ltr'],
	['*;q=0,"<script>', 'en', 'ltr'],
])('"%s" reads the pages in %s', async (language, lang, dir) => {
	const { body } = await new Browser({ language }).request(scene.url('callback/okta'));
	expect(body).toMatch(new RegExp(`<html lang="${lang}" dir="${dir}">`));
});

test('where the client forgets its session with the window, the hand-off page does so, too', async () => {
	await scene.configureServer({ Accounts_ForgetUserSessionOnWindowClose: true });
	const { body, session } = await scene.signIn();
	expect(session).toBeDefined();
	expect(body).toContain('"storage":"sessionStorage"');
	await scene.configureServer({ Accounts_ForgetUserSessionOnWindowClose: false });
});
