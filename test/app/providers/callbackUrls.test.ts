import { ProviderScene } from './support';

/*
 * The callback URLs, which an admin copies from the form and can't change in it.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club' } });
beforeAll(async () => {
	await scene.until(async () => 'Accounts_OAuth_Custom-Club-callback_url' in (await scene.settings()));
});

const fields = ['apple', 'twitter', 'tokenpass', 'drupal', 'dolphin', 'okta', 'club'];
const idOf = (provider: string): string =>
	provider === 'club'
		? 'Accounts_OAuth_Custom-Club-callback_url'
		: `Accounts_OAuth_${provider[0]!.toUpperCase()}${provider.slice(1)}_callback_url`;

test.each(fields)('that of %s is put back when it is edited', async (provider) => {
	expect(await scene.setting(idOf(provider))).toBe(scene.callback(provider));
	await scene.configure({ [idOf(provider)]: 'https://evil.example.com/callback' });
	expect(await scene.setting(idOf(provider))).toBe(scene.callback(provider));
});

test('they follow Site_Url, in all that is shown and sent', async () => {
	const { url } = scene.base.workspace;
	const other = url.replace('localhost', '127.0.0.1');
	await scene.base.configureServer({ Site_Url: `${other}/` });
	for (const provider of fields) {
		await scene.until(
			async () => (await scene.setting(idOf(provider))) === scene.callback(provider).replace(url, other),
		);
	}
	const { headers } = await scene.browser().request(scene.base.url('login/okta'));
	const redirectUri = new URL(headers.get('location')!).searchParams.get('redirect_uri');
	expect(redirectUri).toBe(scene.callback('okta').replace(url, other));
	await scene.base.configureServer({ Site_Url: url });
	await scene.until(async () => (await scene.setting(idOf('okta'))) === scene.callback('okta'));
});
