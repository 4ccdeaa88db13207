import type { Echo, Sent } from '../hostile/faults';
import { spellings } from '../hostile/spellings';
import { LogReader } from './support/logReader';
import { nameless } from './support/misbehaviour';
import { Scene } from './support/scene';

/*
 * A provider, or a gateway in front of it, repeats in its error what it was sent. Any user of the workspace can read the
 * app's log on 7.x and 8.3: the log has neither the secret nor a usable part of it, however it was spelt.
 */

const places: readonly (readonly [Echo['at'], keyof Sent])[] = [
	['response', 'state'],
	['response', 'nonce'],
	['token', 'code'],
	['token', 'authorization'],
	['gateway', 'verifier'],
	['userinfo', 'token'],
];

const lettersAndDigits = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Ten characters in a row, of the secret as it is, in base64 at each place of three bytes, and in hexadecimal. */
function tracesOf(secret: string): string[] {
	const encoded = [base64(secret), base64(secret.slice(1)), base64(secret.slice(2))];
	return [secret, ...encoded, Buffer.from(secret).toString('hex')]
		.map(lettersAndDigits)
		.flatMap((text) => Array.from({ length: Math.max(0, text.length - 9) }, (_, at) => text.slice(at, at + 10)));
}

const spelt = (secret: string, kind: string): string => spellings[kind]!(secret);

let scene: Scene;
let reader: LogReader;

beforeAll(async () => {
	scene = await Scene.setUp();
	// What the app's own checks say is echoed, too.
	await scene.settle();
	reader = await LogReader.create(scene);
});
afterAll(() => scene.stop());

describe.each(places)('a refusal at the %s that repeats the %s', (at, what) => {
	test.each(Object.keys(spellings))('leaves nothing of it in the log, %s', async (kind) => {
		const secrets: string[] = [];
		scene.provider.set({
			claims: nameless,
			echo: {
				at,
				text: (sent) => {
					const secret = sent[what]!;
					secrets.push(secret);
					return `The request was refused: ${spelt(secret, kind)} is not known.`;
				},
			},
		});
		const { code, reference } = await scene.signIn();
		expect(code).toMatch(/^(provider_error|token_request_failed|userinfo_failed)$/);
		expect(secrets).toEqual([expect.stringMatching(/^.{32,}$/)]);

		const log = await reader.log();
		expect(log).toContain(reference);
		const plain = lettersAndDigits(log);
		expect(secrets.flatMap(tracesOf).filter((trace) => plain.includes(trace))).toEqual([]);
	});
});

test('the log has what the admin needs: that a text was withheld, and what the provider said that repeats nothing', async () => {
	expect(await reader.log()).toContain('HTTP 400 invalid_request ([withheld: it repeats a secret])');
	scene.provider.set({ echo: { at: 'token', text: () => 'no such scope' } });
	await scene.signIn();
	expect(await reader.log()).toContain('HTTP 400 invalid_request (no such scope)');
});
