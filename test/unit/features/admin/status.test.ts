import type { Registration } from '../../../../src/accounts/policy';
import type { ProviderFacts, StatusFacts } from '../../../../src/features/admin/status';
import { statusItems, summaryOf } from '../../../../src/features/admin/status';
import { LoginError } from '../../../../src/errors';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const hour = 3600_000;
const now = Date.UTC(2026, 0, 10);

const registration = { registrationOpen: true, approvalRequired: false, emailDomains: [] } as unknown as Registration;
const health = { ready: true, bridge: 'cas', internalUrl: 'http://127.0.0.1:3000', silent: true } as const;
const okta: ProviderFacts = {
	...{ id: 'okta', name: 'Okta', text: 'Ready.', state: 'ready', openToAnybody: false },
	...{ isRefused: false, isOfWorkspace: false },
};

const factsWith = (facts: Partial<StatusFacts>): StatusFacts => ({
	...{
		health,
		registration,
		logLevel: '0',
		providers: [],
		dangers: [],
		refusals: [],
		removed: undefined,
		links: 3,
		mismatches: 0,
		freshInstall: false,
		requests: 0,
		now,
	},
	fullProviders: [],
	...facts,
});

test.each<[string, Partial<StatusFacts>, string]>([
	['nothing is switched on', { providers: [{ ...okta, state: 'off' }] }, 'none'],
	['something is missing', { providers: [{ ...okta, state: 'incomplete' }] }, 'none'],
	['only phones can use it', { providers: [{ ...okta, state: 'mobile' }] }, 'none'],
	['nobody has tried it', { providers: [{ ...okta, state: 'untested' }], dangers: ['x'] }, 'untested'],
	['one works', { providers: [{ ...okta, state: 'off' }, okta] }, 'fine'],
	['one works, and something is less safe', { providers: [okta], dangers: ['x'] }, 'warning'],
	['the last ones failed', { providers: [{ ...okta, state: 'failing' }] }, 'warning'],
	['one is blocked beside one that works', { providers: [okta, { ...okta, state: 'blocked' }] }, 'blocked'],
	['the server can not be signed in to', { health: { ready: false, code: 'cas_in_use', detail: '' } }, 'blocked'],
])('in one sentence, where %s', (_, changed, summary) => {
	const facts = factsWith(changed);
	expect(summaryOf(facts, statusItems(facts, texts))).toBe(`status_summary_${summary}`);
});

/** What stands in every status. */
const always = new Set([
	t('status_second_factor', { setting: t('privileged_login') }),
	t('status_uninstall', { links: 3 }),
	t('status_bridge_cas'),
	t('status_log_silent'),
]);

const bridge = t('status_bridge_cas');

test.each<[string, Partial<StatusFacts>, string[]]>([
	['nothing but what is always said', {}, []],
	['the server was not checked', { health: undefined }, [`note ${t('status_unchecked')}`]],
	[
		'the server can not be signed in to',
		{ health: { ready: false, code: 'cas_in_use', detail: 'CAS_base_url' } },
		[`blocked ${t('error_title_notReady')}. ${t('error_cas_in_use_admin')} (CAS_base_url)`],
	],
	[
		'sessions are opened by the service account, and why',
		{ health: { ...health, bridge: 'rest', casProblem: { code: 'cas_in_use', detail: 'CAS_base_url' } } },
		[`fine ${t('status_bridge_instead', { code: 'cas_in_use: CAS_base_url' })} ${t('error_cas_in_use_admin')}`],
	],
	['core’s CAS login led to another account', { mismatches: 2 }, [`warning ${t('error_session_mismatch_admin')}`]],
	['the server was not restarted since', { freshInstall: true }, [`note ${t('status_fresh_install')}`]],
	['people wait for an admin', { requests: 2 }, [`warning ${t('status_requests', { count: 2 })}`]],
	['requests get into the log', { health: { ...health, silent: false } }, [`warning ${t('status_log_exposed')}`]],
	['the server logs requests', { logLevel: 2 }, [`warning ${t('status_log_level')}`]],
	['a provider is off', { providers: [{ ...okta, state: 'off' }] }, []],
	['a provider is ready', { providers: [okta] }, ['fine Okta: Ready.']],
	['a provider is incomplete', { providers: [{ ...okta, state: 'incomplete' }] }, ['warning Okta: Ready.']],
	['a provider is blocked', { providers: [{ ...okta, state: 'blocked' }] }, ['blocked Okta: Ready.']],
	[
		'anybody comes in',
		{ providers: [{ ...okta, openToAnybody: true }] },
		[`warning Okta: ${t('status_open_to_anybody')}`, 'fine Okta: Ready.'],
	],
	[
		'metadata of two days',
		{ providers: [{ ...okta, state: 'ready', metadataAt: now - 48 * hour }] },
		['fine Okta: Ready.'],
	],
	[
		'metadata of more than two days',
		{ providers: [{ ...okta, metadataAt: now - 75 * hour }] },
		[`warning ${t('status_stale_metadata', { provider: 'Okta', days: 3 })}`, 'fine Okta: Ready.'],
	],
	[
		'old keys that nobody has asked for since',
		{ providers: [{ ...okta, keysAt: now - 75 * hour, signedInAt: now - 75 * hour }] },
		['fine Okta: Ready.'],
	],
	[
		'old keys with which somebody signed in',
		{ providers: [{ ...okta, keysAt: now - 75 * hour, signedInAt: now - hour }] },
		[`warning ${t('status_stale_keys', { provider: 'Okta', days: 3 })}`, 'fine Okta: Ready.'],
	],
	['sign-ins fail', { providers: [{ ...okta, state: 'failing' }] }, ['warning Okta: Ready.']],
	['nobody has signed in', { providers: [{ ...okta, state: 'untested' }] }, ['note Okta: Ready.']],
	['a provider is for phones alone', { providers: [{ ...okta, state: 'mobile' }] }, ['fine Okta: Ready.']],
	['a value was not saved', { providers: [{ ...okta, isRefused: true }] }, ['warning Okta: Ready.']],
	[
		'a value of a provider that is off was not saved',
		{ providers: [{ ...okta, state: 'off', isRefused: true }] },
		['warning Okta: Ready.'],
	],
	['the workspace keeps everybody out', { providers: [{ ...okta, state: 'blocked', isOfWorkspace: true }] }, []],
	[
		'core takes no new accounts',
		{ registration: { ...registration, registrationOpen: false } },
		[`warning ${t('error_registration_closed_admin')}`],
	],
	[
		'an admin approves new accounts',
		{ registration: { ...registration, approvalRequired: true } },
		[`note ${t('status_approval_required')}`],
	],
	[
		'some domains only',
		{ registration: { ...registration, emailDomains: ['a.test', 'b.test'] } },
		[`note ${t('status_domains', { domains: 'a.test, b.test' })}`],
	],
	[
		"core's settings can not be read",
		{ registration: new LoginError('core_settings_unreadable', 'Accounts_AllowedDomainsList') },
		[`blocked ${t('error_core_settings_unreadable_admin')} (Accounts_AllowedDomainsList)`],
	],
	['something dangerous is on', { dangers: ['Okta: X'] }, [`warning ${t('status_danger', { setting: 'Okta: X' })}`]],
	['a provider with people was removed', { removed: 'Removed: x' }, ['warning Removed: x']],
	['a setting was refused', { refusals: ['Not saved.'] }, ['warning Not saved.']],
])('%s', (_name, facts, expected) => {
	const items = statusItems(factsWith(facts), texts);
	expect(items.filter(({ text }) => !always.has(text)).map(({ level, text }) => `${level} ${text}`)).toEqual(expected);
});

test('what is urgent comes first', () => {
	const facts = factsWith({ logLevel: '2', providers: [okta, { ...okta, state: 'blocked', text: 'No.' }] });
	const levels = statusItems(facts, texts).map(({ level }) => level);
	expect(levels).toEqual(['blocked', 'warning', 'note', 'note', 'fine', 'fine', 'fine']);
});

test('whoever reads it learns what uninstalling removes, and which bridge is in use', () => {
	const told = statusItems(factsWith({}), texts).map(({ text }) => text);
	expect(told).toEqual(expect.arrayContaining([bridge, t('status_uninstall', { links: 3 })]));
});

test('a provider of which no more requests are taken is named, with what to do', () => {
	const items = statusItems(factsWith({ requests: 100, fullProviders: [{ id: 'okta', name: 'Okta' }] }), texts);
	const text = t('status_requests_full', { provider: 'Okta', id: 'okta' });
	expect(text).toContain('/oauth-login refuse all okta');
	expect(items).toContainEqual({ level: 'warning', text });
});
