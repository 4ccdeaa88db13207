import { Client } from '../workspace/testing/client';
import { linksPerPart } from '../../src/features/transfer/exportAll';
import { maximumFile } from '../../src/features/transfer/transferFile';
import type { Answer } from './support/browser';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

/* Export and import of more links than one file holds, without a script. */

let scene: Scene;
let browser: Browser;
let token: string;

beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: false } });
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	await scene.settle();
	const admin = await Client.admin(scene.workspace);
	browser = new Browser();
	const nonce = field(await browser.request(scene.url('admin')), 'nonce');
	await admin.post('/api/v1/commands.run', { command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' });
	await post({ nonce }, 'admin');
	token = field(await browser.request(scene.url('admin/settings')), 'token');
});
afterAll(() => scene.stop());

const field = ({ body }: Answer, name: string): string =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? 'none';

const post = (fields: Record<string, string>, path = 'admin/transfer'): Promise<Answer> =>
	browser.request(scene.url(path), {
		...{ method: 'POST', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } },
	});

const page = (): Promise<Answer> => browser.request(scene.url('admin/transfer'));

/** Accounts that nobody has signed in to yet, as many as it takes. */
function crowd(count: number): Array<{ userId: string; username: string }> {
	const { users } = scene.workspace.store;
	const robin = [...users.values()].find(({ username }) => username === 'robin')!;
	return Array.from({ length: count }, (_, n) => {
		const [userId, username] = [`crowd${n}`, `crowd${n}`];
		users.set(userId, { ...structuredClone(robin), _id: userId, username, emails: [], services: {} });
		return { userId, username };
	});
}

interface File {
	readonly settings: Record<string, unknown>;
	readonly links: Array<{ readonly subject: string }>;
}

test('what two parts bring is shown together, confirmed once, and goes out in parts again', async () => {
	const people = crowd(2 * linksPerPart);
	const link = { provider: 'okta', issuer: scene.provider.issuer, generation: 0, linkedAt: 1 };
	const links = people.map((one) => ({ ...link, ...one, subject: `of-${one.username}` }));
	const head = { format: 'oauth-login', version: 1 };
	const parts = [
		{ ...head, settings: { Accounts_OAuth_Okta_scope: 'openid email' }, links: links.slice(0, linksPerPart) },
		{ ...head, links: links.slice(linksPerPart) },
	].map((part) => JSON.stringify(part));
	expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(maximumFile);

	await post({ action: 'import', token, file: parts[0]! });
	const first = await page();
	expect(first.body).toContain(`${linksPerPart} connections would be made`);
	const id = field(first, 'import');
	// The same part twice is one part.
	for (const file of [parts[1]!, parts[1]!]) await post({ action: 'import', import: id, token, file });
	const both = await page();
	expect(both.body).toContain(`${2 * linksPerPart} connections would be made`);
	expect(both.body).toContain('openid email');

	// The plan of the first part alone is not what would be done now.
	await post({ action: 'apply', token, code: field(first, 'code') });
	await scene.settle();
	expect((await page()).body).toContain('connections would be made');

	await post({ action: 'apply', token, code: field(both, 'code') });
	const running = await page();
	expect(running.body).toContain(`0 of ${2 * linksPerPart} connections done`);
	expect(running.headers.get('refresh')).toBe('2');
	await scene.settle();
	expect((await page()).body).toContain(`1 settings and ${2 * linksPerPart} connections are imported`);

	const list = await post({ action: 'export', token });
	const ranges = [...list.body.matchAll(/name="range" value="([^"]*)"/g)].map(([, range]) => range!);
	expect(ranges).toHaveLength(3);
	const files: File[] = [];
	for (const range of ranges) {
		const answer = await post({ action: 'export', token, range });
		expect(answer.headers.get('content-disposition')).toContain('attachment');
		expect(answer.body.length).toBeLessThan(maximumFile);
		files.push(JSON.parse(answer.body) as File);
	}
	expect(files.map(({ settings }) => 'Accounts_OAuth_Okta_scope' in settings)).toEqual([true, false, false]);
	const subjects = new Set(files.flatMap((file) => file.links.map(({ subject }) => subject)));
	expect(subjects.size).toBe(2 * linksPerPart + 1);
	for (const { subject } of links) expect(subjects).toContain(subject);
});

test('what is prepared can be thrown away, and another file begins another import', async () => {
	const file = (scope: string): string =>
		JSON.stringify({ format: 'oauth-login', version: 1, settings: { Accounts_OAuth_Okta_scope: scope } });
	await post({ action: 'import', token, file: file('openid one') });
	await post({ action: 'import', token, file: file('openid two') });
	const { body } = await page();
	expect([body.includes('openid one'), body.includes('openid two')]).toEqual([false, true]);
	await post({ action: 'cancel', token });
	expect((await page()).body).not.toContain('openid two');
});

test('addresses and service account of this workspace stay as they are', async () => {
	const settings = { Session_cas_url: 'https://evil.example', Session_rest_token: 'stolen' };
	await post({ action: 'import', token, file: JSON.stringify({ format: 'oauth-login', version: 1, settings }) });
	const { body } = await page();
	expect(body).toContain('this workspace: Session_cas_url, Session_rest_token');
	expect(body).toContain('Nothing would change.');
	expect(field(await page(), 'code')).toBe('none');
	await post({ action: 'cancel', token });
});
