import { createHash } from 'node:crypto';

import { testedProvider } from './testedProvider';

const provider = testedProvider();

const redirectUri = 'http://127.0.0.1/callback';
const verifier = 'v'.repeat(43);

function authorize(extra: Record<string, string> = {}): Promise<Response> {
	const challenge = createHash('sha256').update(verifier).digest('base64url');
	const query = new URLSearchParams({ redirect_uri: redirectUri, state: 's', code_challenge: challenge, ...extra });
	return fetch(`${provider.issuer}/authorize?${query}`, { redirect: 'manual' });
}

async function code(): Promise<string> {
	return new URL((await authorize()).headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function redeem(change: Record<string, string>, headers: Record<string, string> = {}): Promise<unknown> {
	const { clientId, clientSecret, issuer } = provider;
	const form = {
		grant_type: 'authorization_code',
		redirect_uri: redirectUri,
		code_verifier: verifier,
		client_id: clientId,
		client_secret: clientSecret,
		...change,
	};
	const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
	return response.json();
}

test('left alone it grants what is right', async () => {
	await expect(redeem({ code: await code() })).resolves.toMatchObject({ token_type: 'Bearer' });
});

test.each([
	['a made-up code', { code: 'made-up' }, 'invalid_grant'],
	['another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
	['another redirect URI', { redirect_uri: `${redirectUri}?close` }, 'invalid_grant'],
	['another grant', { grant_type: 'password' }, 'invalid_grant'],
	['another secret', { client_secret: 'wrong' }, 'invalid_client'],
	['another client', { client_id: 'wrong' }, 'invalid_client'],
])('left alone it refuses %s', async (_, change, error) => {
	await expect(redeem({ code: await code(), ...change })).resolves.toEqual({ error });
});

test('it refuses a code the second time, and a secret that comes in two ways', async () => {
	const used = await code();
	await redeem({ code: used });
	await expect(redeem({ code: used })).resolves.toEqual({ error: 'invalid_grant' });

	const { clientId, clientSecret } = provider;
	const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
	const headers = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
	await expect(redeem({ code: await code() }, headers)).resolves.toEqual({ error: 'invalid_client' });
});

test('told to, it ignores the verifier', async () => {
	provider.set({ pkceIgnored: true });
	await expect(redeem({ code: await code(), code_verifier: 'wrong' })).resolves.toHaveProperty('access_token');
});

test('claims can be replaced and taken out', async () => {
	provider.set({ claims: { sub: 'kim-2', groups: ['a'], email: undefined } });
	const { access_token } = (await redeem({ code: await code() })) as { access_token: string };
	const response = await fetch(`${provider.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
	await expect(response.json()).resolves.toEqual({
		sub: 'kim-2',
		name: 'Robin Doe',
		preferred_username: 'robin',
		email_verified: true,
		groups: ['a'],
	});
});

test('form_post answers with a form, whatever the state holds', async () => {
	const page = await (await authorize({ response_mode: 'form_post', state: '"><script>' })).text();
	expect(page).toContain(`<form method="post" action="${redirectUri}">`);
	expect(page).toContain('name="state" value="&#34;&#62;&#60;script&#62;"');
});

test('requests are recorded', async () => {
	await redeem({ code: 'x' });
	expect(provider.requests).toMatchObject([{ method: 'POST', path: '/token', body: { code: 'x' } }]);
});
