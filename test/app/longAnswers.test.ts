import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { setUpApple } from './providers/appleScene';
import { formsOf, submit } from './providers/support';
import type { ProviderScene } from './providers/support';

let scene: ProviderScene;
beforeAll(async () => {
	const world = await setUpApple();
	scene = world.scene;
	await scene.configure({ ...world.filled, Accounts_OAuth_Apple: true });
	await scene.base.expectSignedIn(scene.base.signIn());
});
afterAll(() => scene.stop());

/** What anybody can send to the callback of an attempt of their own. */
const answerWith = (state: string, length: number): Record<string, string> => ({
	state,
	error: 'x',
	error_description: 'a'.repeat(length),
});

/** Somebody else, who clicks while the answer to another request is being made. */
async function expectClickAnswered(): Promise<void> {
	const { status, headers } = await new Browser().request(scene.base.url('login/okta'));
	expect({ status, to: headers.get('location')?.split('?')[0] }).toEqual({
		status: 303,
		to: `${scene.base.provider.issuer}/authorize`,
	});
}

test('an error text of 14 kB, eight times: others can click meanwhile, and the attempt is not used up', async () => {
	const browser = new Browser();
	const callback = await scene.base.approve(browser);
	const long = new URL(callback);
	long.search = new URLSearchParams(answerWith(callback.searchParams.get('state')!, 14_000)).toString();
	const answers = Promise.all(Array.from({ length: 8 }, () => browser.request(long).then(parsePage)));
	await expectClickAnswered();
	expect((await answers).map(({ code, status }) => ({ code, status }))).toEqual(
		Array(8).fill({ code: 'response_too_long', status: 400 }),
	);
	await scene.base.expectSignedIn(scene.base.walk(browser, callback), { username: 'robin' });
});

test.each([14_000, 99_000])(
	'a form of %i characters: others can click meanwhile, and the attempt is not used up',
	async (length) => {
		const browser = scene.browser();
		const isBack = (url: URL): boolean => url.href === scene.callback('apple');
		const page = await scene.walk(browser, scene.base.url('login/apple'), 'ada', isBack);
		const [form] = formsOf(page);
		const fields = answerWith(form!.fields.get('state')!, length);
		const post = (by: Browser, more: Record<string, string> = {}) =>
			by.request(scene.callback('apple'), { method: 'POST', body: new URLSearchParams({ ...fields, ...more }) });
		// As the provider's page sends it, without cookies, and as the app's own page posts it on.
		const answers = Promise.all([post(new Browser()), post(browser, { posted_on: '1' })]);
		await expectClickAnswered();
		for (const answer of await answers) {
			const { code, status } = parsePage(answer);
			expect({ code, status }).toEqual({ code: 'response_too_long', status: 400 });
		}
		const session = scene.walk(browser, await submit(browser, page.url, form!), 'ada');
		await scene.base.expectSignedIn(session, { username: 'ada' });
	},
);
