import { okta } from '../../../src/providers/sections/okta';
import { callbackUrl, isUsable, readProvider } from '../../../src/settings/provider';
import { MemorySettings } from '../support/settings';

const prefix = 'Accounts_OAuth_Okta';
const filled = {
	[prefix]: true,
	[`${prefix}_issuer`]: 'https://example.okta.com',
	[`${prefix}_id`]: 'client',
	[`${prefix}_secret`]: 'secret',
};
const read = (settings: Record<string, unknown> = {}) =>
	readProvider(
		okta,
		new MemorySettings({
			...filled,
			...Object.fromEntries(Object.entries(settings).map(([name, value]) => [prefix + name, value])),
		}),
	);

/** Without what it says of lists: a claim that nothing depends on is not read. */
const traits = { ...okta.traits, claims: { ...okta.traits.claims, groups: '', roles: '' } };

test('what is not filled in has its default', async () => {
	const provider = await read();
	expect(provider).toMatchObject({
		...{ definition: okta, id: 'okta', name: 'Okta', enabled: true, missing: [] },
		...{ issuer: 'https://example.okta.com', clientId: 'client', clientSecret: 'secret' },
		...{ scope: 'openid profile email', loginStyle: 'default', syncRules: {} },
		traits,
		button: { label: '', color: '#00297A', labelColor: '#FFFFFF', shown: true, order: 0 },
	});
	expect(Object.values(provider.endpoints).filter(Boolean)).toEqual([]);
	expect(isUsable(provider)).toBe(true);
});

test('nothing filled in at all', async () => {
	const provider = await readProvider(okta, new MemorySettings());
	expect(provider).toMatchObject({ enabled: false, missing: ['issuer', 'clientId', 'clientSecret'] });
	expect(isUsable(provider)).toBe(false);
});

test.each<[unknown, string]>([
	['https://example.okta.com/oauth2/default', 'https://example.okta.com/oauth2/default'],
	['  https://example.okta.com  ', 'https://example.okta.com'],
	['example.okta.com', 'https://example.okta.com'],
	['example.okta.com/oauth2/default', 'https://example.okta.com/oauth2/default'],
	['localhost:8080', 'https://localhost:8080'],
	['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
	['https://example.okta.com/', 'https://example.okta.com/'],
	['exa mple.okta.com', ''],
	['https://', ''],
	['javascript:alert(1)', ''],
	['', ''],
	['   ', ''],
	[undefined, ''],
	[{ $ne: 1 }, ''],
	[['https://example.okta.com'], ''],
	[42, ''],
	[true, ''],
])('the issuer %p becomes %p', async (value, issuer) => {
	const provider = await read({ _issuer: value });
	expect([provider.issuer, provider.missing]).toEqual([issuer, issuer ? [] : ['issuer']]);
});

test.each<[string, unknown, object]>([
	['', true, { enabled: true }],
	['', 'true', { enabled: false }],
	['', 1, { enabled: false }],
	['', {}, { enabled: false }],
	['_id', ' client ', { clientId: 'client', missing: [] }],
	['_id', ' ', { clientId: '', missing: ['clientId'] }],
	['_id', ['client'], { clientId: '', missing: ['clientId'] }],
	['_id', 7, { clientId: '', missing: ['clientId'] }],
	['_secret', { $gt: '' }, { clientSecret: '', missing: ['clientSecret'] }],
	['_secret', null, { clientSecret: '', missing: ['clientSecret'] }],
	['_scope', 'email', { scope: 'openid email' }],
	['_scope', 'email,openid  groups', { scope: 'email openid groups' }],
	['_scope', 'openidx', { scope: 'openid openidx' }],
	['_scope', '', { scope: 'openid profile email' }],
	['_scope', '  ', { scope: 'openid profile email' }],
	['_token_sent_via', 'header', { traits: { secretSentVia: 'header' } }],
	['_token_sent_via', 'payload', { traits: { secretSentVia: 'payload' } }],
	['_token_sent_via', 'automatic', { traits }],
	['_token_sent_via', 'Header', { traits }],
	['_token_sent_via', 9, { traits }],
	['_token_sent_via', 'constructor', { traits }],
	['_token_sent_via', '__proto__', { traits }],
	['_login_style', 'redirect', { loginStyle: 'redirect' }],
	['_login_style', 'popup', { loginStyle: 'popup' }],
	['_login_style', '', { loginStyle: 'default' }],
	['_login_style', 'toString', { loginStyle: 'default' }],
	['_login_style', ['redirect'], { loginStyle: 'default' }],
	['_button_label_text', ' Company ', { button: { label: 'Company', color: '#00297A', labelColor: '#FFFFFF' } }],
	['_button_color', { toString: 'x' }, { button: { label: '', color: '', labelColor: '#FFFFFF' } }],
])('Accounts_OAuth_Okta%s = %p', async (name, value, expected) => {
	expect(await read({ [name]: value })).toMatchObject(expected);
});

test('one that lacks something, or is switched off, is not offered', async () => {
	expect([isUsable(await read({ '': false })), isUsable(await read({ _secret: '' }))]).toEqual([false, false]);
});

test.each([
	['https://chat.example.com', 'https://chat.example.com/api/apps/public/an-app/callback/okta'],
	['https://example.com/chat', 'https://example.com/chat/api/apps/public/an-app/callback/okta'],
])('at %s people come back to %s', (siteUrl, expected) => {
	expect(callbackUrl(siteUrl, '/api/apps/public/an-app', 'okta')).toBe(expected);
});
