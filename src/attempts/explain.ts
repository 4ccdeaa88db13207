import type { ErrorCode } from '../errors';
import { adminKey, titleKey } from '../texts/errorTexts';
import type { TextKey, Texts } from '../texts/texts';
import type { AttemptEntry } from './attemptLog';

/** An attempt in words, for the admin. */
export interface Explanation {
	readonly title: string;
	/** The cause, and what to do: one sentence or more each. Empty, where the person was signed in. */
	readonly paragraphs: readonly string[];
}

type Outcome = Pick<AttemptEntry, 'code' | 'detail' | 'departed'>;

/** @param callbackUrl what is to be registered at the attempt's provider; absent where that is unknown */
export function explain(attempt: Outcome, callbackUrl: string | undefined, texts: Texts): Explanation {
	const { t } = texts;
	const { code, departed, detail = '' } = attempt;
	if (!code && !departed)
		return { title: t('attempt_signed_in'), paragraphs: detail ? [t('cause_email_missing')] : [] };
	const cause = causeOf(attempt, callbackUrl);
	const paragraphs = [
		...(cause?.isWhole ? [] : [t(code ? adminKey(code) : 'departed_admin', labels(texts))]),
		...(cause
			? [
					t(cause.key, {
						url: callbackUrl ?? '',
						detail: namedIn(detail),
						member: cause.member ?? '',
						...labels(texts),
					}),
				]
			: []),
	];
	return { title: t(code ? titleKey(code) : 'departed_title'), paragraphs };
}

/** More than the code says: what the detail shows. */
interface Cause {
	readonly key: TextKey;
	/** Absent: the reasons for which a request over the network fails, whatever it was for. */
	readonly codes?: readonly ErrorCode[];
	readonly detail: RegExp;
	/** It takes the place of what is said about the code. */
	readonly isWhole?: true | undefined;
	/** What of the provider definition it is about. */
	readonly member?: string;
}

/** A provider that differs from the standard, and the member of its definition that says so. */
const ownWay = (member: string, codes: readonly ErrorCode[], detail: RegExp): Cause => ({
	...{ key: 'cause_own_way', member, codes, detail, isWhole: true },
});

/** The names that Node gives to what fails on the network, and the reasons that the app itself gives. */
const causes: readonly Cause[] = [
	{ key: 'cause_site_url', codes: ['workspace_unreachable'], detail: /./, isWhole: true },
	{ key: 'cause_certificate', detail: /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|: [^:]*certificate/ },
	{ key: 'cause_name', detail: /\b(?:ENOTFOUND|EAI_AGAIN)\b/ },
	{ key: 'cause_refused', detail: /\b(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)\b/ },
	{ key: 'cause_broken', detail: /\b(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)\b|: the connection broke/ },
	{ key: 'cause_token_sent_via', codes: ['client_refused'], detail: /; the secret is accepted as \w+$/, isWhole: true },
	{
		key: 'cause_client_method',
		codes: ['client_refused', 'provider_incomplete'],
		detail: /the document offers only /,
		isWhole: true,
	},
	{ key: 'cause_no_jwks_uri', codes: ['jwks_unavailable'], detail: /names no jwks_uri$/, isWhole: true },
	{ key: 'cause_apple_key', codes: ['client_refused'], detail: /; signed with Key ID/, isWhole: true },
	{ key: 'cause_client_key', codes: ['provider_incomplete'], detail: /^the key in the client secret: /, isWhole: true },
	{
		key: 'cause_own_key',
		codes: ['client_refused', 'provider_incomplete'],
		detail: /\bownSigningKey\b/,
		isWhole: true,
	},
	{ key: 'cause_client_assertion', codes: ['client_refused'], detail: /; assertion signed with/, isWhole: true },
	{
		key: 'cause_scope',
		codes: ['provider_error', 'token_request_failed'],
		detail: /invalid_scope|asked for scope|^not among its scopes: /,
		isWhole: true,
	},
	{ key: 'cause_nonce_missing', codes: ['id_token_nonce'], detail: /^nonce is missing/, isWhole: true },
	{
		key: 'cause_other_audience',
		codes: ['id_token_audience'],
		detail: /^it is also for |^it was given to /,
		isWhole: true,
	},
	{
		key: 'cause_decryption',
		codes: ['id_token_invalid', 'userinfo_failed'],
		detail: /^encryption: /,
		isWhole: true,
	},
	{ key: 'cause_encrypted', codes: ['id_token_invalid'], detail: /is encrypted/, isWhole: true },
	{
		key: 'cause_shared_secret',
		codes: ['id_token_invalid'],
		detail: /^(?:the document announces only |signed with HS\d)/,
		isWhole: true,
	},
	{ key: 'cause_token_name', codes: ['token_response_invalid'], detail: /^access_token is missing/, isWhole: true },
	ownWay('tokenQuirks: tokenTypeOmitted', ['token_response_invalid'], /^token_type is missing/),
	ownWay('tokenQuirks: tokenType', ['token_response_invalid'], /^token_type is "(?!dpop|mac|pop|n_a)/i),
	ownWay(
		'tokenQuirks: formEncoded',
		['token_response_invalid'],
		/\(application\/x-www-form-urlencoded\b|, but a form$/,
	),
	ownWay(
		'insecureOrigins',
		['discovery_invalid'],
		/(?:Endpoint|jwksUri|issuer) (?:is not an https|leads to the server)/,
	),
	ownWay(
		'withoutPkce',
		['provider_error', 'token_request_failed', 'code_refused'],
		/pkce|code_(?:challenge|verifier)/i,
	),
	{ ...ownWay('tokenIssuers', ['id_token_issuer', 'response_issuer_mismatch'], /, got /), isWhole: undefined },
	{ ...ownWay('insecureWithoutTokenAge', ['id_token_expired'], /too long for this attempt/), isWhole: undefined },
	{ ...ownWay('userinfo: off', ['userinfo_subject_mismatch'], / another person /), isWhole: undefined },
	{ key: 'cause_callback', codes: ['provider_error', 'token_request_failed'], detail: /redirect_uri/ },
	{ key: 'cause_userinfo_sub', codes: ['userinfo_subject_mismatch'], detail: /has no "sub"$/, isWhole: true },
	{
		key: 'cause_userinfo_jwt',
		codes: ['userinfo_failed'],
		detail: /\(application\/jwt\b|, but a JWT$/,
		isWhole: true,
	},
	{ key: 'cause_email_missing', codes: ['email_domain_not_allowed'], detail: /^no address$/ },
	{ key: 'cause_email_unverified', codes: ['email_domain_not_allowed'], detail: /^not verified$/ },
	{
		key: 'cause_provider_domain',
		codes: ['email_domain_not_allowed'],
		detail: /; the list is that of the provider$/,
		isWhole: true,
	},
	{ key: 'cause_email_domain', codes: ['email_domain_not_allowed'], detail: /^not on the list$/ },
	{ key: 'cause_groups_absent', codes: ['group_required'], detail: /^absent$/ },
];

/** The callback URL may differ from the one at the provider: the admin is shown it. */
const aboutCallback: readonly ErrorCode[] = ['code_refused', 'callback_not_approved'];

/** More exactly than by the code alone. */
function causeOf({ code, detail = '', departed }: Outcome, callbackUrl?: string): Cause | undefined {
	const isAboutCallback = departed || (code !== undefined && aboutCallback.includes(code));
	const cause = causes.find(
		({ codes, detail: details }) => (!codes || (code && codes.includes(code))) && details.test(detail),
	);
	if (isAboutCallback && !cause) return callbackUrl ? { key: 'cause_callback', detail: /./ } : undefined;
	return cause?.key === 'cause_callback' && !callbackUrl ? undefined : cause;
}

/** The texts of causes, without an attempt: of each that the code can have, or of those that any request can have. */
export function causesOf(code: ErrorCode | undefined, texts: Texts): string[] {
	const { t } = texts;
	const own = causes.filter(({ codes }) => (code ? codes?.includes(code) : !codes));
	const isAboutCallback = code !== undefined && aboutCallback.includes(code);
	const all: readonly Cause[] = isAboutCallback ? [...own, { key: 'cause_callback', detail: /./ }] : own;
	const values = { url: `[${t('callback_url')}]`, detail: `[${t('label_detail')}]`, ...labels(texts) };
	return all.map(({ key, member = '' }) => t(key, { ...values, member }));
}

/** What a text about the cause names of the detail: what comes after the reason that the app itself gives. */
const namedIn = (detail: string): string =>
	/(?:not among its scopes: |accepted as |offers only )(.*)$/.exec(detail)?.[1] ?? detail;

/** Fields are called what the form calls them. */
export const labels = ({ t }: Texts): Readonly<Record<string, string>> => ({
	tokenSentVia: t('token_sent_via'),
	scope: t('scope'),
	parameters: t('extra_parameters'),
	domains: t('email_domains'),
	servicesId: t('apple_services_id'),
	teamId: t('team_id'),
	keyId: t('key_id'),
	privateKey: t('private_key'),
	definition: t('provider_definition'),
	issuer: t('issuer'),
	idField: t('id_field'),
	tokenPath: t('token_path'),
	clientSecret: t('client_secret'),
});
