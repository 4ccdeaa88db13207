import type { AttemptEntry } from '../../../src/attempts/attemptLog';
import { explain } from '../../../src/attempts/explain';
import type { ErrorCode } from '../../../src/errors';
import { errorCodes } from '../../../src/errors';
import { textKey } from '../../../src/texts/errorTexts';
import type { TextKey } from '../../../src/texts/texts';
import { textsFor } from '../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const url = 'https://chat.example.com/callback/okta';

type Outcome = Pick<AttemptEntry, 'code' | 'detail' | 'departed'>;

test.each<[string, Outcome, TextKey, TextKey | undefined]>([
	['somebody who was sent there', { departed: true }, 'departed_title', 'cause_callback'],
	['a wrong secret', { code: 'client_refused' }, 'error_client_refused_title', undefined],
	['a code that came to another address', { code: 'code_refused' }, 'error_code_refused_title', 'cause_callback'],
	[
		'a self-signed certificate',
		{ code: 'provider_unreachable', detail: 'idp.test: DEPTH_ZERO_SELF_SIGNED_CERT' },
		'error_provider_unreachable_title',
		'cause_certificate',
	],
	[
		'an unknown authority',
		{ code: 'discovery_failed', detail: 'https://idp.test/: UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
		'error_discovery_failed_title',
		'cause_certificate',
	],
	[
		'a name that nobody knows',
		{ code: 'discovery_failed', detail: 'https://idp.test/: provider_unreachable: idp.test: ENOTFOUND' },
		'error_discovery_failed_title',
		'cause_name',
	],
	[
		'a port where nobody listens',
		{ code: 'provider_unreachable', detail: 'idp.test: ECONNREFUSED' },
		'error_provider_unreachable_title',
		'cause_refused',
	],
	[
		'a connection that broke',
		{ code: 'provider_unreachable', detail: 'idp.test: ECONNRESET' },
		'error_provider_unreachable_title',
		'cause_broken',
	],
	[
		'groups that were not sent',
		{ code: 'group_required', detail: 'absent' },
		'error_group_required_title',
		'cause_groups_absent',
	],
	['groups of another kind', { code: 'group_required', detail: 'not in it' }, 'error_group_required_title', undefined],
	[
		'no address',
		{ code: 'email_domain_not_allowed', detail: 'no address' },
		'error_email_domain_not_allowed_title',
		'cause_email_missing',
	],
	[
		'an address that nobody confirmed',
		{ code: 'email_domain_not_allowed', detail: 'not verified' },
		'error_email_domain_not_allowed_title',
		'cause_email_unverified',
	],
	[
		'an address of elsewhere',
		{ code: 'email_domain_not_allowed', detail: 'not on the list' },
		'error_email_domain_not_allowed_title',
		'cause_email_domain',
	],
])('%s', (_name, outcome, title, cause) => {
	const { title: told, paragraphs } = explain(outcome, url, texts);
	expect(told).toBe(t(title));
	expect(paragraphs.slice(1)).toEqual(cause ? [t(cause, { url })] : []);
});

test.each<[ErrorCode, string, TextKey]>([
	['id_token_invalid', 'the document announces only HS256, none', 'cause_shared_secret'],
	['id_token_invalid', 'signed with HS256, not with one of: none that the app accepts', 'cause_shared_secret'],
	['id_token_invalid', '"kid" is not a text', 'error_id_token_invalid_admin' as TextKey],
	['jwks_unavailable', 'the document names no jwks_uri', 'cause_no_jwks_uri'],
	['jwks_unavailable', 'https://id.test/keys: HTTP 500', 'error_jwks_unavailable_admin' as TextKey],
])('%s, %s: the cure is the only thing to read', (code, detail, text) =>
	expect(explain({ code, detail }, url, texts).paragraphs).toEqual([t(text, { definition: t('provider_definition') })]),
);

test('of a success there is nothing to say', () =>
	expect(explain({}, url, texts)).toEqual({ title: 'Signed in', paragraphs: [] }));

test('an address that is not known is not asked for', () =>
	expect(explain({ departed: true }, undefined, texts).paragraphs).toEqual([t('departed_admin')]));

test('of every code the admin is told a cause, in one sentence or more, and never to ask the administrator', () => {
	const causes = (Object.keys(errorCodes) as ErrorCode[]).map((code) => explain({ code }, url, texts).paragraphs[0]);
	expect(causes.filter((cause) => !/\.$/.test(cause ?? '') || /administrator of your/.test(cause ?? ''))).toEqual([]);
});

test.each(['client_refused', 'discovery_failed', 'id_token_expired', 'username_taken', 'group_required'] as const)(
	'%s tells the admin more than the person',
	(code) => expect(explain({ code }, url, texts).paragraphs[0]).not.toBe(t(textKey(code))),
);
