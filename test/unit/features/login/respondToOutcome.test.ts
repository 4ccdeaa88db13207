import { AttemptLog, lastUses } from '../../../../src/attempts/attemptLog';
import type { AccountRequest } from '../../../../src/accounts/requests';
import { respondToOutcome } from '../../../../src/features/login/respondToOutcome';
import type { Outcome } from '../../../../src/sign-in/outcome';
import type { Provider } from '../../../../src/settings/provider';
import { callOf } from '../../support/call';
import { appPath, portsWith, workspaceSettings } from '../../support/ports';
import { MemorySettings } from '../../support/settings';

const session = { userId: 'u1', token: 'T0ken-_' };
const now = Date.UTC(2030, 0, 1);
const signedIn: Extract<Outcome, { kind: 'signedIn' }> = {
	kind: 'signedIn',
	provider: { id: 'okta' } as Provider,
	session,
	by: { identity: 'identity-1', person: 'a…@m….com' },
	style: 'popup',
	setCookies: ['a=; Max-Age=0'],
};

async function give(outcome: Outcome, settings: Record<string, unknown> = {}) {
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...settings });
	const { status, headers, content } = await respondToOutcome(
		outcome,
		callOf({}, portsWith({ serverSettings, now: () => now })),
	);
	return { status, headers: headers as unknown as Record<string, unknown>, page: String(content) };
}

test('the log of attempts says by which identity of the account it was', async () => {
	const ports = portsWith({ now: () => now });
	await respondToOutcome(signedIn, callOf({}, ports));
	expect(await new AttemptLog(ports).all()).toMatchObject([
		{ provider: 'okta', userId: 'u1', identity: 'identity-1', person: 'a…@m….com' },
	]);
	expect(await lastUses(ports.store)).toEqual(new Map([['identity-1', now]]));
});

test('the session is in the body of a page that is kept nowhere, and in no header', async () => {
	const { status, headers, page } = await give(signedIn);
	expect([status, headers['cache-control'], headers['set-cookie']]).toEqual([200, 'no-store', signedIn.setCookies]);
	expect(page).toContain(session.token);
	expect(JSON.stringify(headers)).not.toContain(session.token);
	expect(page).toContain('"/home"');
});

test.each<[unknown, number]>([
	[30, 30],
	[0.5, 0.5],
	[undefined, 90],
	[0, 90],
	[-1, 90],
	['30', 90],
	[{}, 90],
])('where a login lasts %p days, the session ends after %p', async (setting, days) => {
	const { page } = await give(signedIn, { Accounts_LoginExpiration: setting });
	expect(page).toContain(`"expires":${now + days * 24 * 3600_000}`);
});

test.each<[unknown, string]>([
	[true, 'sessionStorage'],
	[false, 'localStorage'],
	[undefined, 'localStorage'],
	['true', 'localStorage'],
])('where the session is to be forgotten with the window, %p -> %s', async (forget, storage) => {
	expect((await give(signedIn, { Accounts_ForgetUserSessionOnWindowClose: forget })).page).toContain(`"${storage}"`);
});

test('it ends on the page that was asked for', async () => {
	expect((await give({ ...signedIn, returnPath: '/channel/general' })).page).toContain('"/channel/general"');
});

test('in a sub-folder the session goes into the URL, which the client cleans, and nowhere else', async () => {
	const { status, headers, page } = await give(signedIn, { Site_Url: 'https://example.com/chat' });
	expect([status, headers.location, page]).toEqual([303, 'https://example.com/chat/?resumeToken=T0ken-_', '']);
	expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
});

test('who has to wait comes back by themselves, not all at once, and with the cookie that they were given', async () => {
	const outcome: Outcome = { kind: 'rateLimited', id: 'abcdefghijkl', seconds: 9, setCookies: ['wait=1'] };
	const delays = new Set<string>();
	for (let index = 0; index < 60; index += 1) {
		const { headers, page } = await give(outcome, { Site_Url: 'https://example.com/chat' });
		expect(page).toContain(`/chat${appPath}/wait?attempt=abcdefghijkl`);
		expect(headers['set-cookie']).toEqual(['wait=1']);
		delays.add(/content="(\d+);/.exec(page)?.[1] ?? String(headers.refresh).split(';')[0]!);
	}
	expect([...delays].every((delay) => Number(delay) >= 9 && Number(delay) < 14)).toBe(true);
	expect(delays.size).toBeGreaterThan(1);
});

test('whoever has to wait for an admin is told so, and what to say to them', async () => {
	const request = { reference: 'ABCD2345' } as AccountRequest;
	const provider = { id: 'okta', name: 'Okta' } as Provider;
	const { status, headers, page } = await give({
		kind: 'awaitApproval',
		request,
		provider,
		setCookies: ['a=; Max-Age=0'],
	});
	expect([status, headers['cache-control'], headers['set-cookie']]).toEqual([202, 'no-store', ['a=; Max-Age=0']]);
	expect(page).toContain('ABCD2345');
	expect(page).toContain('sign in with Okta once more');
	expect(page).toContain('href="/login"');
});
