import { rejectedSettings } from '../../../../src/features/admin/rejected';
import type { AttemptEntry } from '../../../../src/attempts/attemptLog';
import type { Fault } from '../../../../src/features/checks/findings';
import { explain } from '../../../../src/attempts/explain';
import { apple } from '../../../../src/providers/sections/apple';
import { refusal, statusOf, warnings } from '../../../../src/features/admin/statusLine';
import type { ErrorCode } from '../../../../src/errors';
import { LoginError } from '../../../../src/errors';
import { ProcessMemory } from '../../../../src/host/memory';
import { textsFor } from '../../../../src/texts/texts';
import type { ProviderDefinition } from '../../../../src/providers/definition/definition';
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
	readonly faults?: readonly Fault[];
	readonly checkedAt?: number;
	readonly attempts?: readonly AttemptEntry[];
	readonly definition?: ProviderDefinition;
}

async function standing(
	{ settings = filled, health, rejected = [], unreadable, definition = okta, ...seen }: Situation,
	language = 'en',
) {
	const memory = new ProcessMemory();
	for (const [id, problem] of rejected) memory.of(rejectedSettings).set(id, problem);
	return statusOf(
		await readProvider(definition, new MemorySettings(settings)),
		{ memory, health, unreadable, faults: [], checkedAt: 0, attempts: [], callbackUrl, ...seen },
		textsFor(language, undefined),
	);
}

const lineOf = async (situation: Situation, language?: string): Promise<string> =>
	(await standing(situation, language)).text;

const callbackUrl = 'https://chat.example.com/callback/okta';
const untested = texts.t('status_untested', { id: 'okta' });
const blocked = (code: ErrorCode, detail = ''): string =>
	[
		texts.t('status_blocked', {
			reason: explain({ code, detail }, callbackUrl, texts).title,
			code: detail ? `${code}: ${detail}` : code,
		}),
		...explain({ code, detail }, callbackUrl, texts).paragraphs,
	].join(' ');

const ids = (...names: string[]): string[] => names.map((name) => prefix + name);
const off = { ...filled, [prefix]: false };
const [idSetting, secretSetting, other] = [...ids('_id', '_secret'), 'Accounts_OAuth_Apple_id'];

test.each<[string, Situation, string]>([
	['switched off', { settings: {} }, texts.t('enabled_hint')],
	['switched off, though all is filled in', { settings: off }, texts.t('enabled_hint')],
	['ready, as far as is known', {}, untested],
	['ready', { health: ready }, untested],
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
			untested,
			...(rolesWait ? [texts.t('status_roles_need_rest')] : []),
			...(emailWaits ? [texts.t('status_email_needs_rest')] : []),
		].join(' '),
	]),
	['ready, in a workspace that is not', { health: unhealthy }, blocked('cas_in_use', 'CAS_base_url')],
	[
		'ready, in a workspace that is not, of which there is nothing more to say',
		{ health: { ...unhealthy, detail: '' } },
		blocked('cas_in_use'),
	],
	[
		'ready, but for a provider whose document could not be read',
		{ health: ready, unreadable: new LoginError('discovery_failed', '404') },
		blocked('discovery_failed', '404'),
	],
	[
		'ready, with neither the workspace nor the document in order: the workspace first',
		{ health: unhealthy, unreadable: new LoginError('discovery_failed', '404') },
		blocked('cas_in_use', 'CAS_base_url'),
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
		[
			`Not saved: ${texts.t('client_id')}. ${texts.t('problem_text')}.`,
			texts.t('status_missing', {
				fields: [texts.t('okta_issuer'), texts.t('client_id'), texts.t('client_secret')].join(', '),
			}),
		].join(' '),
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
			texts.t('enabled_hint'),
		].join(' '),
	],
	["ready, while another one's value was refused", { rejected: [[other!, { key: 'text' }]] }, untested],
])('a provider that is %s', async (_name, situation, expected) => expect(await lineOf(situation)).toBe(expected));

const time = Date.UTC(2026, 0, 10, 12, 30);
const signedIn: AttemptEntry = { id: 'A', at: time, provider: 'okta' };
const failed = (code: ErrorCode, at: number, detail = ''): AttemptEntry => ({ ...signedIn, at, code, detail });
const wrongSecret: Fault = { check: 'client', outcome: 'failed', code: 'client_refused', detail: 'HTTP 401' };
const scope: Fault = {
	...{ check: 'scope', outcome: 'doubtful', code: 'provider_error' },
	detail: 'not among its scopes: emial',
};
const working = texts.t('status_working', { time: '2026-01-10 12:30' });
const noAddress = { ...signedIn, detail: 'no e-mail address' };
const failing = (count: number, code: ErrorCode, detail = ''): string => {
	const { title, paragraphs } = explain({ code, detail }, callbackUrl, texts);
	const reason = `${title} (${detail ? `${code}: ${detail}` : code})`;
	return [texts.t('status_failing', { count, reason }), ...paragraphs].join(' ');
};

describe('what sign-ins and checks have shown', () => {
	test.each<[string, Partial<Situation>, string, string]>([
		['somebody has signed in', { attempts: [signedIn] }, 'ready', working],
		['a check has failed', { faults: [wrongSecret], checkedAt: 1 }, 'blocked', blocked('client_refused', 'HTTP 401')],
		['somebody has signed in since', { faults: [wrongSecret], checkedAt: 1, attempts: [signedIn] }, 'ready', working],
		[
			'a check has failed since somebody signed in',
			{ faults: [wrongSecret], checkedAt: time + 1, attempts: [signedIn] },
			'blocked',
			blocked('client_refused', 'HTTP 401'),
		],
		[
			'two sign-ins have failed since',
			{
				attempts: [
					failed('group_required', time + 9, 'absent'),
					failed('access_denied', time + 8),
					failed('group_required', time + 7),
					signedIn,
				],
			},
			'failing',
			failing(2, 'group_required', 'absent'),
		],
		['somebody went back', { attempts: [failed('access_denied', time + 8), signedIn] }, 'ready', working],
		[
			'nobody has come back',
			{ attempts: [{ ...signedIn, departed: true }] },
			'failing',
			[
				texts.t('status_failing', { count: 1, reason: texts.t('departed_title') }),
				...explain({ departed: true }, callbackUrl, texts).paragraphs,
			].join(' '),
		],
		[
			'a scope is not among those of the provider',
			{ faults: [scope], checkedAt: 1 },
			'untested',
			[untested, ...explain(scope, callbackUrl, texts).paragraphs].join(' '),
		],
		[
			'a new account has no e-mail address',
			{ attempts: [signedIn, noAddress] },
			'ready',
			`${working} ${texts.t('cause_email_missing')}`,
		],
	])('%s', async (_name, seen, state, text) => {
		expect(await standing({ health: ready, ...seen })).toMatchObject({ state, text });
	});

	test('of a typing error in the scope, the word is named', async () => {
		expect(await lineOf({ faults: [scope], checkedAt: 1 })).toContain('(emial)');
	});
});

describe("Apple's native sign-in alone", () => {
	const on = { Accounts_OAuth_Apple: true };

	test('is a state, and no mistake', async () => {
		const { state, text } = await standing({ definition: apple, settings: on });
		expect([state, text.split(':')[0]]).toEqual(['mobile', 'Mobile apps only']);
	});

	test('is none where one of the fields is filled in', async () => {
		const settings = { ...on, Accounts_OAuth_Apple_id: 'com.example.chat' };
		expect(await standing({ definition: apple, settings })).toMatchObject({ state: 'incomplete' });
	});
});

test('it is said in the language of the workspace', async () => {
	const line = await lineOf({}, 'de');
	expect(line).toBe(textsFor('de', undefined).t('status_untested', { id: 'okta' }));
	expect(line).not.toBe(untested);
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

const factor = texts.t('status_second_factor', { setting: texts.t('privileged_login') });
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
