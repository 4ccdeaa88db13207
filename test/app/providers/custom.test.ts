import { servers } from './customCases';
import { testCustom } from './customScene';
import { client } from './support';

const scene = testCustom(servers);

test('by its issuer alone: what the paths say is the provider, what they do not is discovered', async () => {
	const origin = 'https://issuer.example.com';
	const registration = {
		client_id: client.id,
		client_secret: client.secret,
		redirect_uris: [scene.callback('club')],
	};
	await scene.meet('oidcProvider.mjs', {
		origin,
		clients: [registration],
		people: { hedy: { name: 'Hedy L.', email: 'hedy@example.com', email_verified: true } },
	});
	await scene.configureCustom('Club', { '-issuer': origin, '-id': client.id, '-secret': client.secret, '': true });
	const emails = [{ address: 'hedy@example.com', verified: true }];
	const who = { username: 'hedy', name: 'Hedy L.', emails };
	await expect(scene.expectTwice('club', 'hedy', who)).resolves.toMatchObject({
		first: [`POST ${origin}/token`, `GET ${origin}/me`],
		second: [`POST ${origin}/token`],
	});
});

test('extra parameters go along, and none of them replaces the protocol’s own', async () => {
	await scene.configureCustom('Club', {
		'-url': 'https://club.example.com',
		'-id': client.id,
		'-secret': client.secret,
		'-extra_parameters': 'prompt=consent&hd=example.com&note=a%20b',
		'': true,
	});
	const { headers } = await scene.browser().request(scene.base.url('login/club'));
	const { searchParams } = new URL(headers.get('location')!);
	expect(Object.fromEntries(searchParams)).toMatchObject({
		...{ prompt: 'consent', hd: 'example.com', note: 'a b' },
		...{ response_type: 'code', client_id: client.id, redirect_uri: scene.callback('club'), scope: 'openid' },
		...{ code_challenge_method: 'S256', code_challenge: expect.stringMatching(/^[\w-]{43}$/) },
	});
	await scene.configureCustom('Club', { '-extra_parameters': 'prompt=login&State=mine' });
	expect(await scene.setting('Accounts_OAuth_Custom-Club-extra_parameters')).toContain('hd=example.com');
});
