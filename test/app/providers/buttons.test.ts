import { ProviderScene } from './support';

/*
 * What the login page is given to show: `login.js`, which is asked for anew each time.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club, Guild' } });
beforeAll(async () => {
	const server = { '-url': 'https://club.example.com', '-id': 'a', '-secret': 'b' };
	await scene.configureCustom('Club', { ...server, '': true });
	await scene.configureCustom('Guild', { ...server, '': true });
	await scene.configure({
		...{ Accounts_OAuth_Dolphin_URL: 'https://dolphin.example.com', Accounts_OAuth_Dolphin_id: 'a' },
		...{ Accounts_OAuth_Dolphin_secret: 'b', Accounts_OAuth_Dolphin: true },
	});
});

const shown = async (): Promise<string[]> => (await scene.buttons()).map(({ id }) => id!);
const button = async (wanted: string): Promise<Record<string, string | undefined> | undefined> =>
	(await scene.buttons()).find(({ id }) => id === wanted);

test('by name, unless the admin says otherwise; a change shows at once', async () => {
	expect(await shown()).toEqual(['club', 'dolphin', 'guild', 'okta']);
	await scene.configureCustom('Guild', { '-button_order': -1 });
	await scene.configure({ Accounts_OAuth_Dolphin_button_order: 5 });
	expect(await shown()).toEqual(['guild', 'club', 'okta', 'dolphin']);
	await scene.configureCustom('Club', { '-show_button': 'hidden' });
	expect(await shown()).toEqual(['guild', 'okta', 'dolphin']);
	await scene.configureCustom('Club', { '-show_button': false });
	expect(await shown()).toEqual(['guild', 'okta', 'dolphin']);
	await scene.configureCustom('Club', { '-show_button': true });
	expect(await shown()).toEqual(['guild', 'club', 'okta', 'dolphin']);
	await scene.configureCustom('Guild', { '': false });
	expect(await shown()).toEqual(['club', 'okta', 'dolphin']);
	await scene.configure({ Accounts_OAuth_Dolphin_secret: '' });
	expect(await shown()).toEqual(['club', 'okta']);
});

test('hidden from the page of the links too; who knows the address may still go there', async () => {
	await scene.configureCustom('Club', { '-show_button': 'hidden' });
	const { body } = await scene.browser().request(scene.base.url('signin'));
	expect(body).not.toContain('login/club');
	expect(body).toContain('login/okta');
	expect((await scene.browser().request(scene.base.url('login/club'))).status).toBe(303);
	await scene.configureCustom('Club', { '-show_button': 'shown' });
});

test.each([
	['core’s defaults', {}, { label: 'Sign in with Club', title: 'Club', style: 'default' }],
	['a text of the admin’s', { '-button_label_text': 'Members' }, { label: 'Members', title: 'Club' }],
	[
		'colours',
		{ '-button_color': '#ABC', '-button_label_color': '#000000' },
		{ color: '#aabbcc', labelColor: '#000000' },
	],
	[
		'a text colour that nobody could read',
		{ '-button_color': '#ffffff', '-button_label_color': '#FFFFFF' },
		{ color: '#ffffff', labelColor: '#000000' },
	],
	[
		'markup in the text',
		{ '-button_label_text': '</script><img src=x onerror=alert(1)>' },
		{ label: '</script><img src=x onerror=alert(1)>' },
	],
	['a text that would turn round', { '-button_label_text': 'Sign in\u202egro.live' }, { label: 'Sign ingro.live' }],
	['redirect', { '-login_style': 'redirect' }, { style: 'redirect' }],
])('%s', async (_, settings, expected) => {
	await scene.configureCustom('Club', { '-button_label_text': '', ...settings });
	expect(await button('club')).toMatchObject(expected);
	const { body, headers } = await scene.browser().request(scene.base.url('login.js'));
	expect(body).not.toMatch(/<\/script|<img/i);
	expect(headers.get('content-type')).toMatch(/javascript/);
});

test.each(['red', 'url(//x)', '#12345', '#fff;color:red', 'expression(1)', '#ffffff}'])(
	'the colour %j is refused, and never gets to the page',
	async (color) => {
		await scene.configureCustom('Club', { '-button_color': '#123456', '-button_label_color': '#FFFFFF' });
		await scene.configureCustom('Club', { '-button_color': color, '-button_label_color': color });
		expect(await button('club')).toMatchObject({ color: '#123456', labelColor: '#ffffff' });
	},
);

test('Dolphin’s button as its section says, where core wanted a restart', async () => {
	await scene.configure({
		...{ Accounts_OAuth_Dolphin_secret: 'b', Accounts_OAuth_Dolphin_button_label_text: 'Dolphin it' },
		...{ Accounts_OAuth_Dolphin_button_color: '#00ff00', Accounts_OAuth_Dolphin_button_label_color: '#000000' },
	});
	expect(await button('dolphin')).toMatchObject({
		...{ label: 'Dolphin it', color: '#00ff00', labelColor: '#000000', style: 'redirect' },
	});
});

test('a preset brings its own colours', async () => {
	await scene.configureCustom('Guild', { '-preset': 'discord', '-button_color': '', '': true });
	expect(await button('guild')).toMatchObject({ color: '#5865f2', labelColor: '#ffffff' });
});
