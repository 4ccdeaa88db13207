import { signOut } from '../support/signOut';
import { parsePage } from '../support/page';
import { client, nameOf, ProviderScene } from './support';

/*
 * Signing out at the providers that have a way of their own for it: the address that the browser opens there, and the page
 * that it comes back to. The providers themselves are oidc-provider, which does not speak these dialects.
 */

const cases: Record<string, { issuer: string; origin: string; address: string; parameters: (back: string) => object }> =
	{
		auth0: {
			issuer: 'https://example.eu.auth0.com/',
			origin: 'https://example.eu.auth0.com',
			address: 'https://example.eu.auth0.com/v2/logout',
			parameters: (returnTo) => ({ client_id: client.id, returnTo }),
		},
		cognito: {
			issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf',
			origin: 'https://cognito-idp.eu-west-1.amazonaws.com',
			address: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf/session/end',
			parameters: (logout_uri) => ({ client_id: client.id, logout_uri }),
		},
	};

const scene = ProviderScene.forTests({
	settings: { Accounts_OAuth_Custom: Object.keys(cases).map(nameOf).join(', ') },
});

test.each(Object.entries(cases))('%s', async (id, { issuer, origin, address, parameters }) => {
	const peer = await scene.meet(
		'oidcProvider.mjs',
		{
			origin: issuer,
			people: { somebody: { preferred_username: id, nickname: id } },
			configuration: { claims: { openid: ['sub'], profile: ['preferred_username', 'nickname'] } },
			clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [scene.callback(id)] }],
		},
		[origin],
	);
	await scene.configureCustom(nameOf(id), {
		...{ '-preset': id, '-issuer': issuer, '-id': client.id, '-secret': client.secret, '-logout': true, '': true },
	});
	const browser = scene.browser();
	await scene.base.expectSignedIn(scene.signIn(id, 'somebody', browser), { username: id });

	const { body } = await signOut(scene.base, browser);
	const next = new URL((JSON.parse(body) as { next: string }).next);
	const back = scene.base.url('logout');
	expect(next.origin + next.pathname).toBe(address);
	expect(Object.fromEntries(next.searchParams)).toEqual(parameters(back));

	// As the provider sends the browser back: to the address that is registered there, and nothing else.
	const returned = parsePage(await browser.request(back, { headers: { 'sec-fetch-site': 'cross-site' } }));
	expect(returned.title).toBe('You are signed out');
	expect(returned.body).toContain(`${nameOf(id)} was asked to sign you out there as well.`);
	const again = await browser.request(back, { headers: { 'sec-fetch-site': 'cross-site' } });
	expect(again.body).toContain('"atOnce":false');
	await peer.stop();
});
