import { readPolicy, readRegistration } from '../../../src/accounts/policy';
import { decide } from '../../../src/accounts/decide';
import { defaultRules, openPolicy } from '../support/policy';
import { workspaceSettings } from '../support/ports';
import { MemorySettings } from '../support/settings';

const read = (server: Record<string, unknown> = {}) =>
	readRegistration(new MemorySettings({ ...workspaceSettings, ...server }));

test("core's defaults", async () => {
	expect(await read()).toEqual({
		registrationOpen: true,
		approvalRequired: false,
		emailDomains: [],
		usernameRules: { pattern: '[0-9a-zA-Z-_.]+', slugify: true, blocked: [] },
		avatars: true,
	});
});

test("the app's own defaults", async () => {
	expect(await readPolicy(defaultRules, new MemorySettings())).toEqual({
		...defaultRules,
		privilegedRoles: ['admin'],
		privileged: 'trust',
		acrWithSecondFactor: [],
		recreateDeleted: false,
	});
});

test.each([
	['Accounts_Registration_AuthenticationServices_Enabled', false, { registrationOpen: false }],
	['Accounts_ManuallyApproveNewUsers', true, { approvalRequired: true }],
	['Accounts_AllowedDomainsList', 'Good.com, FINE.org ,,', { emailDomains: ['Good.com', 'FINE.org'] }],
	['Accounts_AllowedDomainsList', ' ', { emailDomains: [] }],
	['UTF8_User_Names_Validation', '[a-z]+', { usernameRules: { pattern: '[a-z]+', slugify: true, blocked: [] } }],
	['UTF8_User_Names_Validation', '', { usernameRules: { pattern: '[0-9a-zA-Z-_.]+', slugify: true, blocked: [] } }],
	['UTF8_Names_Slugify', false, { usernameRules: { pattern: '[0-9a-zA-Z-_.]+', slugify: false, blocked: [] } }],
	[
		'Accounts_BlockedUsernameList',
		'root, Boss',
		{ usernameRules: { pattern: '[0-9a-zA-Z-_.]+', slugify: true, blocked: ['root', 'Boss'] } },
	],
])('%s = %p', async (id, value, expected) => expect(await read({ [id]: value })).toMatchObject(expected));

test.each([
	[true, true],
	[false, false],
	['true', false],
	[1, false],
	[{}, false],
])('the switch that lets deleted people in again, set to %p -> %p', async (value, expected) => {
	const app = new MemorySettings({ Accounts_recreate_deleted: value });
	expect((await readPolicy(defaultRules, app)).recreateDeleted).toBe(expected);
});

test.each([
	'Accounts_Registration_AuthenticationServices_Enabled',
	'Accounts_ManuallyApproveNewUsers',
	'Accounts_AllowedDomainsList',
])('while %s can not be read, nobody new is let in', async (id) => {
	const identity = {
		provider: 'okta',
		issuer: 'https://id.example.com',
		subject: '1',
		emailVerified: false,
		groups: [],
	};
	const known = {
		usernameTaken: false,
		emailTaken: 'unknown',
		secondFactor: false,
		rolesToCome: [],
		approved: false,
	} as const;
	const facts = { ...known, link: { identity: 'i', generation: 0 }, username: 'alice' };
	const outcome = await read({ [id]: undefined }).then(
		(registration) => decide(identity, openPolicy, { ...facts, registration }).kind,
		() => 'refuse',
	);
	expect(outcome).toBe('refuse');
});
