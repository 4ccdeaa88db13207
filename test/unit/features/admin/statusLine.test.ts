import { rejectedSettings } from '../../../../src/features/admin/rejected';
import { unreadableProviders } from '../../../../src/providers/knowledge';
import { refusal, statusLine, warnings } from '../../../../src/features/admin/statusLine';
import { LoginError } from '../../../../src/errors';
import { ProcessMemory } from '../../../../src/host/memory';
import { textsFor } from '../../../../src/texts/texts';
import { okta } from '../../../../src/providers/sections/okta';
import type { BridgeHealth } from '../../../../src/workspace/bridgeHealth';
import type { Problem } from '../../../../src/controls/problem';
import { readProvider } from '../../../../src/settings/provider';
import { MemorySettings } from '../../support/settings';

const texts = textsFor('en', undefined);
const prefix = 'Accounts_OAuth_Okta';
const filled = {
	...{ [prefix]: true, [`${prefix}_issuer`]: 'https://example.okta.com' },
	...{ [`${prefix}_id`]: 'client', [`${prefix}_secret`]: 'secret' },
};
const ready = { ready: true, bridge: 'cas', internalUrl: 'http://127.0.0.1:3000', silent: true } satisfies BridgeHealth;
const roles = { [`${prefix}_sync_roles`]: true, [`${prefix}_roles_map`]: '{"staff":"auditor"}' };
const profile = { [`${prefix}_sync_profile`]: true };
const served = { ready: true, username: 'signer', lacks: [] as string[] } as const;
const noTokens = { ready: false, problems: [{ code: 'rest_tokens_off', detail: '' }] } as const;
const refused = { ready: false, problems: [{ code: 'rest_credentials_refused', detail: '' }] } as const;
const unhealthy: BridgeHealth = { ready: false, code: 'cas_in_use', detail: 'CAS_base_url' };

interface Situation {
	readonly settings?: Record<string, unknown>;
	readonly health?: BridgeHealth;
	readonly rejected?: ReadonlyArray<readonly [string, Problem]>;
	readonly unreadable?: LoginError;
}

async function lineOf(
	{ settings = filled, health, rejected = [], unreadable }: Situation,
	language = 'en',
): Promise<string> {
	const memory = new ProcessMemory();
	if (unreadable) memory.of(unreadableProviders).set('https://example.okta.com', unreadable);
	for (const [id, problem] of rejected) memory.of(rejectedSettings).set(id, problem);
	return statusLine(
		await readProvider(okta, new MemorySettings(settings)),
		memory,
		health,
		textsFor(language, undefined),
	);
}

const ids = (...names: string[]): string[] => names.map((name) => prefix + name);
const off = { ...filled, [prefix]: false };
const [idSetting, secretSetting, other] = [...ids('_id', '_secret'), 'Accounts_OAuth_Apple_id'];

test.each<[string, Situation, string]>([
	['switched off', { settings: {} }, texts.t('enabled_hint')],
	['switched off, though all is filled in', { settings: off }, texts.t('enabled_hint')],
	['ready, as far as is known', {}, 'Ready: people can sign in.'],
	['ready', { health: ready }, 'Ready: people can sign in.'],
	...(
		[
			['roles, without a service account', roles, ready, true, false],
			['roles, with one', roles, { ...ready, rest: served }, false, false],
			['roles, with one that can open no sessions', roles, { ...ready, rest: noTokens }, false, false],
			[
				'roles, with one that may not',
				roles,
				{ ...ready, rest: { ...served, lacks: ['access-permissions'] } },
				true,
				false,
			],
			['roles, with one that is refused', roles, { ...ready, rest: refused }, true, false],
			['roles and profile, without one', { ...roles, ...profile }, ready, true, true],
			['profile, with one', profile, { ...ready, rest: served }, false, false],
		] as const
	).map(([name, more, health, rolesWait, emailWaits]): [string, Situation, string] => [
		`ready, to keep in step: ${name}`,
		{ settings: { ...filled, ...more }, health },
		[
			'Ready: people can sign in.',
			...(rolesWait ? [texts.t('status_roles_need_rest')] : []),
			...(emailWaits ? [texts.t('status_email_needs_rest')] : []),
		].join(' '),
	]),
	[
		'ready, in a workspace that is not',
		{ health: unhealthy },
		`Nobody can sign in yet: ${texts.t('error_title_notReady')} (cas_in_use: CAS_base_url).`,
	],
	[
		'ready, in a workspace that is not, of which there is nothing more to say',
		{ health: { ...unhealthy, detail: '' } },
		`Nobody can sign in yet: ${texts.t('error_title_notReady')} (cas_in_use).`,
	],
	[
		'ready, but for a provider whose document could not be read',
		{ health: ready, unreadable: new LoginError('discovery_failed', '404') },
		`Nobody can sign in yet: ${texts.t('error_discovery_failed_title')} (discovery_failed: 404).`,
	],
	[
		'ready, with neither the workspace nor the document in order: the workspace first',
		{ health: unhealthy, unreadable: new LoginError('discovery_failed', '404') },
		`Nobody can sign in yet: ${texts.t('error_title_notReady')} (cas_in_use: CAS_base_url).`,
	],
	['switched off, in a workspace that is not ready', { settings: off, health: unhealthy }, texts.t('enabled_hint')],
	[
		'on, with nothing else',
		{ settings: { [prefix]: true }, health: unhealthy },
		texts.t('status_missing', {
			fields: [texts.t('okta_issuer'), texts.t('client_id'), texts.t('client_secret')].join(', '),
		}),
	],
	[
		'on, with a value that was refused: that first',
		{ settings: { [prefix]: true }, rejected: [[idSetting!, { key: 'text' }]] },
		`Not saved: ${texts.t('client_id')}. ${texts.t('problem_text')}.`,
	],
	[
		'off, with two values that were refused, in the order of the form',
		{
			settings: {},
			rejected: [
				[secretSetting!, { key: 'text' }],
				[idSetting!, { key: 'text', detail: 'why' }],
			],
		},
		[
			`Not saved: ${texts.t('client_id')}. ${texts.t('problem_text')} (why).`,
			`Not saved: ${texts.t('client_secret')}. ${texts.t('problem_text')}.`,
		].join(' '),
	],
	[
		"ready, while another one's value was refused",
		{ rejected: [[other!, { key: 'text' }]] },
		'Ready: people can sign in.',
	],
])('a provider that is %s', async (_name, situation, expected) => expect(await lineOf(situation)).toBe(expected));

test('it is said in the language of the workspace', async () => {
	const line = await lineOf({}, 'de');
	expect(line).toBe(textsFor('de', undefined).t('status_ready'));
	expect(line).not.toBe(texts.t('status_ready'));
});

test.each([
	[filled, {}],
	[{ ...filled, [`${prefix}_id`]: '' }, {}],
])('no secret is ever in it: %#', async (settings) => {
	expect(await lineOf({ settings: { ...settings, [`${prefix}_secret`]: 'top-secret' } })).not.toContain('top-secret');
});

test('a text with braces of its own stays as it is', () => {
	expect(refusal('{reason}', { key: 'text', detail: '{field}' }, texts)).toContain('({field})');
});

const factor = texts.t('status_second_factor');
const level = texts.t('status_log_level');
const exposed = texts.t('status_log_exposed');

test.each<[string, BridgeHealth | undefined, unknown, string[]]>([
	['before the first check', undefined, '0', [factor]],
	['when all is well', ready, '0', [factor]],
	['at log level 2', ready, '2', [factor, level]],
	['at log level 2, as a number', ready, 2, [factor, level]],
	['at a log level that can not be read', ready, undefined, [factor]],
	['where requests get into the log', { ...ready, silent: false }, '1', [factor, exposed]],
	['where both are so', { ...ready, silent: false }, '2', [factor, level, exposed]],
	['in a workspace that is not ready', unhealthy, '2', [factor, level]],
])('what the admin is to know %s', (_name, health, logLevel, expected) => {
	expect(warnings(health, logLevel, texts)).toBe(expected.join(' '));
});
