import { gatherStatusFacts } from '../../../../src/features/admin/statusFacts';
import { textsFor } from '../../../../src/texts/texts';
import { readyWorkspace } from '../../support/workspace';

const prefix = 'Accounts_OAuth_Custom-Club';

/** Of a custom provider, by its preset. */
async function isOpenToAnybody(app: Record<string, unknown>, server: Record<string, unknown> = {}): Promise<boolean> {
	const { appSettings, serverSettings, ports } = readyWorkspace();
	appSettings.change({
		Accounts_OAuth_Custom: 'Club',
		[prefix]: true,
		[`${prefix}-id`]: 'c',
		[`${prefix}-secret`]: 's',
	});
	appSettings.change(Object.fromEntries(Object.entries(app).map(([name, value]) => [`${prefix}-${name}`, value])));
	serverSettings.change(server);
	const { providers } = await gatherStatusFacts(ports, textsFor('en', undefined));
	return providers.find(({ name }) => name === 'Club')!.openToAnybody;
}

describe('a provider at which everybody in the world can sign up lets anybody in', () => {
	test.each(['google', 'github', 'discord', 'slack', 'linkedin', 'facebook', 'gitlab'])('%s', async (preset) => {
		expect(await isOpenToAnybody({ preset })).toBe(true);
	});

	test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['a list of domains', { email_domains: 'example.com' }, {}],
		['a required group', { required_group: 'staff' }, {}],
		['an admin who approves', { approval: true }, {}],
		['no accounts for new people', { allow_create: 'no' }, {}],
		["core's list of domains", {}, { Accounts_AllowedDomainsList: 'example.com' }],
		["core's approval", {}, { Accounts_ManuallyApproveNewUsers: true }],
		['a closed registration', {}, { Accounts_Registration_AuthenticationServices_Enabled: false }],
		["a server of one's own", { issuer: 'https://git.example.com' }, {}],
	])('but for %s', async (_name, app, server) => {
		expect(await isOpenToAnybody({ preset: 'gitlab', ...app }, server)).toBe(false);
	});
});

test.each(['keycloak', 'microsoft', 'custom'])('%s is the people of one organisation', async (preset) => {
	expect(await isOpenToAnybody({ preset, issuer: 'https://id.example.com' })).toBe(false);
});
