import { newKeyPair, setUpApple } from './appleScene';
import type { AppleScene } from './appleScene';

/*
 * The private key as admins paste it, and as they should not.
 */

let world: AppleScene;
beforeAll(async () => {
	world = await setUpApple();
	await world.scene.configure({ ...world.filled, Accounts_OAuth_Apple: true });
});
afterAll(() => world.scene.stop());

test.each([
	['as the file has it', (pem: string) => pem],
	['with Windows line breaks', (pem: string) => pem.replace(/\n/g, '\r\n')],
	['with literal \\n', (pem: string) => pem.replace(/\n/g, '\\n')],
	['in one line', (pem: string) => pem.replace(/\n/g, '')],
	['with spaces for line breaks', (pem: string) => pem.replace(/\n/g, ' ')],
	['with a byte order mark and blanks', (pem: string) => `\ufeff \n${pem}\t `],
	['in quotes', (pem: string) => JSON.stringify(pem)],
	['without its first and last line', (pem: string) => pem.replace(/-----.*-----/g, '')],
])('a key pasted %s works', async (_, paste) => {
	await world.scene.configure({ Accounts_OAuth_Apple_secretKey: paste(world.key.pem) });
	await world.scene.base.expectSignedIn(world.scene.signIn('apple', 'ada'), { username: 'ada' });
});

test.each<[string, () => Promise<string>, string]>([
	['on another curve', async () => (await newKeyPair('P-384')).pem, 'apple_key_not_p256'],
	[
		'of PKCS#1',
		async () => '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----',
		'apple_key_not_pkcs8',
	],
	[
		'that is encrypted',
		async () => '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----',
		'apple_key_encrypted',
	],
	['that is public', async () => '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', 'apple_key_not_private'],
	['that was cut off', async () => world.key.pem.slice(0, 120), 'apple_key'],
	['that is none', async () => 'AuthKey_KEY1234567.p8', 'apple_key_invalid'],
])('a key %s is not saved, and the hint says why', async (_, make, reason) => {
	const before = await world.scene.setting('Accounts_OAuth_Apple_secretKey');
	const pasted = await make();
	await world.scene.configure({ Accounts_OAuth_Apple_secretKey: pasted });
	expect(await world.scene.setting('Accounts_OAuth_Apple_secretKey')).toBe(before);
	await world.scene.until(async () => (await world.scene.hint('Accounts_OAuth_Apple')).includes(reason));
	expect(await world.scene.hint('Accounts_OAuth_Apple')).not.toContain(pasted.slice(0, 40));
});

test.each([
	['key', { Accounts_OAuth_Apple_secretKey: '' }],
	['key id', { Accounts_OAuth_Apple_kid: 'KEY0000000' }],
	['team', { Accounts_OAuth_Apple_iss: 'TEAM000000' }],
])('a wrong %s is Apple refusing the workspace', async (what, settings) => {
	const other = what === 'key' ? { Accounts_OAuth_Apple_secretKey: (await newKeyPair()).pem } : settings;
	await world.scene.configure({ ...world.filled, ...other });
	await world.scene.base.expectRefusal('client_refused', () => world.scene.signIn('apple', 'ada'));
});
