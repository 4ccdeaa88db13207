import type { Given } from '../../../../src/features/setup/credentials';
import { readProviderFile } from '../../../../src/features/setup/credentials';

const key = '-----BEGIN PRIVATE KEY-----\nMIG=\n-----END PRIVATE KEY-----';

test.each<[string, string, Given | undefined]>([
	[
		"Google's file",
		'{"web":{"client_id":"i","client_secret":"s","auth_uri":"https://accounts.google.com/"}}',
		{ clientId: 'i', clientSecret: 's' },
	],
	[
		"Keycloak's adapter file",
		'{"realm":"a b","auth-server-url":"https://id.example/","resource":"i","credentials":{"secret":"s"}}',
		{ clientId: 'i', clientSecret: 's', issuer: 'https://id.example/realms/a%20b' },
	],
	[
		'names of RFC 7591',
		'{"issuer":"https://id.example","client_id":"i","client_secret":"s"}',
		{ clientId: 'i', clientSecret: 's', issuer: 'https://id.example' },
	],
	['a .p8', `\uFEFF${key}\n`, { privateKey: key }],
	['a file that is cut off', '{"web":{"client_id":"i",', undefined],
	['a file without anything that is needed', '{"web":{"client_id":7}}', undefined],
	['a list', '[{"client_id":"i"}]', undefined],
	['text', 'client_id=i', undefined],
	['a file beyond all bounds', `{"client_id":"${'i'.repeat(20_000)}"}`, undefined],
])('%s', (_, content, expected) => {
	expect(readProviderFile(content)).toEqual(expected);
});
