import type { Case } from './customCases';
import { client, ProviderScene } from './support';
import type { ProviderPeer } from './support';

/** What core assumed where nothing was filled in. */
const usual = { authorize: '/oauth/authorize', token: '/oauth/token', identity: '/me' };

/** Custom OAuth, with every field of core's form. @returns the scene */
export function testCustom(cases: Record<string, Case>): ProviderScene {
	const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club' } });
	let server: ProviderPeer;
	beforeAll(async () => {
		const options = {
			origin: 'https://club.example.com',
			client: { ...client, redirectUris: [scene.callback('club')] },
		};
		server = await scene.meet('oauth2Server.mjs', options);
	});

	/** Every case begins with the form as it was when the name was new. */
	let untouched: Record<string, unknown> | undefined;
	async function startOver(): Promise<void> {
		const prefix = 'Accounts_OAuth_Custom-Club';
		await scene.until(async () => `${prefix}-url` in (await scene.settings()));
		const entries = Object.entries(await scene.settings()).filter(([id]) => id.startsWith(prefix));
		untouched ??= Object.fromEntries(entries.map(([id, { packageValue }]) => [id, packageValue]));
		const changed = entries
			.filter(([id, { value }]) => value !== undefined && value !== untouched![id])
			.map(([id]) => id);
		await scene.base.configure(Object.fromEntries(changed.map((id) => [id, untouched![id]])));
	}
	beforeEach(startOver);

	test.each<[string, Case]>(Object.entries(cases))('%s', async (_, { url, settings, who, code, person, ...more }) => {
		await server.behave({ server: { paths: usual, ...more, people: { somebody: { identity: person } } } });
		await scene.configureCustom('Club', {
			'-url': url ?? 'https://club.example.com',
			'-id': client.id,
			'-secret': client.secret,
			...settings,
			'': true,
		});
		if (code) await scene.base.expectRefusal(code, () => scene.signIn('club', 'somebody'));
		else await scene.expectTwice('club', 'somebody', who ?? {});
	});

	return scene;
}
