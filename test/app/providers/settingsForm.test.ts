import { textsIn } from '../../unit/support/languages';
import { ProviderScene } from './support';

/*
 * What an admin saves that can't work: the old value stays, and the hint under the provider's switch says why.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club, Google' } });
beforeAll(async () => {
	await scene.until(async () => 'Accounts_OAuth_Custom-Google-url' in (await scene.settings()));
});

/** Hints are written by the upkeep, a moment after something was saved. */
async function hintSays(id: string, text: string): Promise<void> {
	await scene.until(async () => (await scene.hint(id)).includes(text)).catch(() => undefined);
	expect([id, await scene.hint(id)]).toEqual([id, expect.stringContaining(text)]);
}

const club = (suffix: string): string => `Accounts_OAuth_Custom-Club${suffix}`;

interface Refusal {
	readonly id: string;
	/** What was there before, if anything. */
	readonly before?: unknown;
	readonly value: unknown;
	/** Key of the reason, and what has to stand in the brackets behind it. */
	readonly reason: string;
	readonly detail?: string;
}

/** Under which switch the reason stands. */
const switchOf = (id: string): string =>
	(/^Accounts_OAuth_(Custom-[^-]+|[^_]+)/.exec(id)?.[0] ?? id).replace(/^API_(\w+)_URL$/, 'Accounts_OAuth_$1');

const texts = textsIn('en.json');
const textOf = (reason: string): string => texts[`problem_${reason}`]!;

const refusals: Refusal[] = [
	{ id: 'Accounts_OAuth_Okta_issuer', value: 'http://example.okta.com', reason: 'url' },
	{ id: 'API_Drupal_URL', before: 'https://drupal.example.com', value: 'javascript:alert(1)', reason: 'url' },
	{ id: 'API_Tokenpass_URL', value: 'https://user:password@tokenpass.example.com', reason: 'url' },
	{ id: 'Accounts_OAuth_Dolphin_URL', value: 'https://dolphin.example.com/#top', reason: 'url' },
	{ id: 'Accounts_OAuth_Dolphin_button_color', before: '#112233', value: 'red;background:url(//x)', reason: 'color' },
	{ id: 'Accounts_OAuth_Okta_button_label_color', value: 'white', reason: 'color' },
	{ id: 'Accounts_OAuth_Drupal_module', value: 'oauth3', reason: 'choice', detail: 'oauth2_server' },
	{ id: 'Accounts_OAuth_Twitter_oauth_version', value: '3.0', reason: 'choice', detail: '1.0a' },
	{ id: 'Accounts_OAuth_Twitter_token_path', value: 'http://api.x.com/token', reason: 'url' },
	{ id: club('-url'), value: 'https://', reason: 'url' },
	{ id: club('-issuer'), value: 'https://issuer.example.com/a b', reason: 'url' },
	{ id: club('-token_path'), before: '/token', value: 'http://club.example.com/token', reason: 'url' },
	{ id: club('-authorize_path'), value: '//evil.example.com/authorize', reason: 'path' },
	{ id: club('-identity_path'), value: '/me\\..\\you', reason: 'path' },
	{ id: club('-username_field'), before: 'login', value: '{{/(a+)+$/::login}}', reason: 'template' },
	{ id: club('-email_field'), value: '{{email', reason: 'template' },
	{ id: club('-name_field'), value: '{{/[/::name}}', reason: 'template' },
	{ id: club('-avatar_field'), value: 'a..b', reason: 'template' },
	{ id: club('-preset'), before: 'github', value: 'unheard-of', reason: 'choice' },
	{ id: club('-token_sent_via'), value: 'both', reason: 'choice', detail: 'payload' },
	{ id: club('-login_style'), value: 'iframe', reason: 'choice', detail: 'redirect' },
	{
		id: club('-extra_parameters'),
		before: 'prompt=login',
		value: 'redirect_uri=https://evil.example.com',
		reason: 'parameters',
		detail: 'redirect_uri',
	},
	{
		id: club('-extra_parameters'),
		value: 'code_challenge_method=plain',
		reason: 'parameters',
		detail: 'code_challenge_method',
	},
	{ id: club('-extra_parameters'), value: 'a=b&Request_URI=x', reason: 'parameters', detail: 'Request_URI' },
	{ id: club('-access_token_param'), value: 'token&state', reason: 'text' },
	{ id: club('-secret'), value: 'two\nlines', reason: 'text' },
	{ id: club('-button_order'), value: 1.5, reason: 'number' },
	{ id: club(''), value: 'yes', reason: 'switch' },
];

test('of each, the old value is kept, and the reason can be read', async () => {
	const befores = Object.fromEntries(
		refusals.flatMap(({ id, before }) => (before === undefined ? [] : [[id, before]])),
	);
	await scene.configure(befores);
	const kept = await scene.settings();
	const old = (id: string): unknown => kept[id]!.value ?? kept[id]!.packageValue;
	// One of each setting at a time: the hint tells the last try.
	const rounds = [
		refusals,
		...refusals.map((each) => [each]).filter(([each]) => refusals.filter(({ id }) => id === each!.id).length > 1),
	];
	for (const round of rounds) {
		await scene.configure(Object.fromEntries(round.map(({ id, value }) => [id, value])));
		for (const { id, reason, detail = '' } of new Map(round.map((each) => [each.id, each])).values()) {
			expect([id, await scene.setting(id)]).toEqual([id, old(id)]);
			await hintSays(switchOf(id), textOf(reason));
			await hintSays(switchOf(id), detail);
		}
	}
});

test('the reason goes as soon as the value is good', async () => {
	await scene.configure({ [club('-button_order')]: 1.5 });
	await hintSays(club(''), textOf('number'));
	await scene.configure({ [club('-button_order')]: 1 });
	await scene.until(async () => !(await scene.hint(club(''))).includes(textOf('number')));
});

test('the hint holds no secret', async () => {
	await scene.configure({ [club('-secret')]: 'hush\u0007hush', [club('-button_order')]: 2.5 });
	await hintSays(club(''), textOf('number'));
	expect(await scene.hint(club(''))).not.toContain('hush');
});

test.each([
	['a name without a letter', 'Club, Google, !?', 'name'],
	['a name twice', 'Club, Google, cl-ub', 'name'],
	['the name of a section', 'Club, Google, Okta', 'name_taken'],
])('%s is refused as a whole, and no section comes or goes', async (_, value, reason) => {
	const before = Object.keys(await scene.settings());
	await scene.configure({ Accounts_OAuth_Custom: value });
	expect(await scene.setting('Accounts_OAuth_Custom')).toBe('Club, Google');
	await hintSays('Accounts_OAuth_Custom', textOf(reason));
	expect(Object.keys(await scene.settings())).toEqual(before);
});

test.each(['login', 'callback', 'signin', 'constructor', '__proto__', 'wait'])(
	'a provider called "%s" takes no other path away',
	async (name) => {
		await scene.configure({ Accounts_OAuth_Custom: `Club, Google, ${name}` });
		for (const path of ['login.js', 'signin']) {
			expect((await scene.browser().request(scene.base.url(path))).status).toBe(200);
		}
		await scene.base.expectRefusal('provider_unknown', () => scene.signIn('unheard', 'nobody'));
		await scene.configure({ Accounts_OAuth_Custom: 'Club, Google' });
	},
);
