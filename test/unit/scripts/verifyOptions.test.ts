import { readCommand } from '../../../scripts/verify/options';

const url = 'https://chat.example.com';
const token = ['--userid', 'id', '--token', 'a-token'];

test('the least that is needed gives the usual rest', () => {
	expect(readCommand(['--url', `${url}/`, ...token], {})).toEqual({
		url,
		credentials: { userId: 'id', token: 'a-token' },
		update: false,
		zip: undefined,
		providerUrl: undefined,
		providerPort: 0,
		browser: undefined,
		anyCertificate: false,
		emailDomain: 'oauth-login-verify.example',
		settings: {},
		signIns: 5,
		json: false,
		yes: false,
		cleanUp: false,
	});
});

test.each([
	[{ VERIFY_USER_ID: 'id', VERIFY_TOKEN: 'of-env' }, [], { userId: 'id', token: 'of-env' }],
	[{ VERIFY_USER_ID: 'id', VERIFY_TOKEN: 'of-env' }, ['--token', 'of-flag'], { userId: 'id', token: 'of-flag' }],
	[
		{ VERIFY_USERNAME: 'ann', VERIFY_PASSWORD: 'p', VERIFY_CODE: '123456' },
		[],
		{ username: 'ann', password: 'p', code: '123456' },
	],
	[{ VERIFY_PASSWORD: 'p' }, ['--username', 'ann'], { username: 'ann', password: 'p', code: undefined }],
])('of %j and %j, the credentials are %j', (env, args, credentials) => {
	expect(readCommand(['--url', url, ...args], env)?.credentials).toEqual(credentials);
});

test('a setting keeps what is behind the first equals sign', () => {
	const settings = ['--setting', 'Session_cas_url=https://chat.example.com/?a=b', '--setting', 'other='];
	expect(readCommand(['--url', url, ...token, ...settings], {})?.settings).toEqual({
		Session_cas_url: 'https://chat.example.com/?a=b',
		other: '',
	});
});

test('an address keeps its folder, and loses the slash at its end', () => {
	const args = ['--url', `${url}/chat/`, ...token, '--provider-url', 'https://tunnel.example.com/op/'];
	expect(readCommand(args, {})).toMatchObject({
		url: `${url}/chat`,
		providerUrl: 'https://tunnel.example.com/op',
	});
});

test('help needs nothing else', () => {
	expect(readCommand(['--help'], {})).toBeUndefined();
});

test.each([
	[[], 'Say which server'],
	[['--url', 'chat.example.com'], '--url takes an address with http:// or https://'],
	[['--url', 'ftp://chat.example.com'], '--url takes an address with http:// or https://'],
	[['--url', url, ...token, '--provider-url', 'tunnel'], '--provider-url takes an address with http:// or https://'],
	[['--url', url], 'Say who you are'],
	[['--url', url, '--userid', 'id'], 'Say who you are'],
	[['--url', url, '--username', 'ann'], 'Say who you are'],
	[['--url', url, ...token, '--sign-ins', '0'], '--sign-ins takes a whole number from 1 on'],
	[['--url', url, ...token, '--provider-port', 'x'], '--provider-port takes a whole number from 0 on'],
	[['--url', url, ...token, '--setting', 'id'], '--setting takes <id>=<value>'],
	[['--url', url, ...token, '--unknown'], 'npm run verify -- --help lists the options'],
])('%j is refused: %s', (args, message) => {
	expect(() => readCommand(args, {})).toThrow(message);
});
