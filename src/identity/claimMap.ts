import { LoginError } from '../errors';
import type { Claims } from '../oauth/claims';
import { endpointProblem } from '../oauth/endpointRules';
import type { ClaimedList, Identity } from './identity';
import type { Separator } from './listItems';
import { isJsonObject } from '../values/json';
import { isElsewhere } from './elsewhere';
import { plainText } from './plainText';
import { evaluate, evaluateRaw, flagFor, parseTemplate, pathsOf, readTemplate, values } from './template';
import type { Template } from './template';
import type { EmailTrust } from './verifiedAddress';
import { textOf } from './textOf';
import { verifiedAddress } from './verifiedAddress';

/** Where the fields of an identity come from. All are templates (`template.ts`); '' leaves a field out, too. */
export interface ClaimMap {
	/** Never ''. */
	readonly subject: string;
	readonly username?: string | undefined;
	readonly name?: string | undefined;
	readonly email?: string | undefined;
	/** The flag of the address in {@link email}: see `flagFor` in `template.ts`. Left out: nothing says that it is verified. */
	readonly emailVerified?: string | undefined;
	/** Where a preset has the two, while an admin's fields take their place: what it denies is never called verified. */
	readonly presetEmail?: string | undefined;
	readonly presetEmailVerified?: string | undefined;
	readonly avatar?: string | undefined;
	/** A list: see `values` in `template.ts`. */
	readonly groups?: string | undefined;
	/** A list, too. */
	readonly roles?: string | undefined;
	/** Templates by the names of Rocket.Chat's custom fields (`Accounts_CustomFields`). */
	readonly customFields?: Readonly<Record<string, string>> | undefined;
}

export interface IdentitySource {
	readonly map: ClaimMap;
	readonly emailTrust: EmailTrust;
	/** As in {@link Identity}. */
	readonly provider: string;
	/** As in {@link Identity}. */
	readonly issuer: string;
	/** What separates groups, and roles, where the provider gives them as one text. */
	readonly separator?: Separator | undefined;
}

type Field = Exclude<keyof ClaimMap, 'customFields'>;

const fields: readonly Field[] = [
	...(['subject', 'username', 'name', 'email', 'emailVerified', 'presetEmail', 'presetEmailVerified'] as const),
	...(['avatar', 'groups', 'roles'] as const),
];

/** OpenID Connect Core §2: `sub` has at most 255 characters. */
const maximumSubject = 255;
const maximumName = 120;
const maximumUsername = 128;
const maximumCustomField = 255;

/**
 * What comes instead of an id when there is nobody, or when someone's program went wrong. As a subject, each would
 * make one person of everyone who gets it; 0 is what XenForo and Drupal call a guest.
 */
const nobody = new Set(['0', '', 'undefined', 'null', 'none', 'nan', 'true', 'false', '[object object]']);

/**
 * Makes an identity of what a provider said: the one place where claims turn into who someone is.
 *
 * @param documents what it said, apart, and the one that counts most first: an address and the flag about it are read
 * from one of them, everything else from {@link merged} ones
 * @throws LoginError `subject_missing` with the reason; `provider_incomplete` for a map with a bad template.
 */
export function toIdentity(documents: readonly Claims[], source: IdentitySource): Identity {
	const claims = merged(documents);
	const map = compile(source.map);
	const text = (template: Template | undefined): string => (template ? evaluate(template, claims) : '');
	const preset = { email: map.presetEmail, emailVerified: map.presetEmailVerified };
	return {
		provider: source.provider,
		issuer: source.issuer,
		subject: subjectOf(map.subject, claims),
		username: plainText(text(map.username), maximumUsername) || undefined,
		name: plainText(text(map.name), maximumName) || undefined,
		...verifiedAddress(documents, map, preset, source.emailTrust),
		avatarUrl: pictureUrl(text(map.avatar)),
		groups: listOf(map.groups, claims, source),
		roles: listOf(map.roles, claims, source),
		...(source.map.customFields ? { customFields: customFieldsOf(source.map.customFields, claims) } : {}),
	};
}

/** Those that the provider says something about. */
const customFieldsOf = (templates: Readonly<Record<string, string>>, claims: Claims): Record<string, string> =>
	Object.fromEntries(
		Object.entries(templates)
			.map(([name, template]) => [name, plainText(readTemplate(template, claims), maximumCustomField)] as const)
			.filter(([, value]) => value !== ''),
	);

/**
 * Several documents about one person as one: of two claims of one name, the one in the first document counts. The name is
 * made of its parts where it is not told as a whole (OpenID Connect Core §5.1; ORCID does so).
 */
export function merged(documents: readonly Claims[]): Claims {
	const claims = documents.reduceRight<Claims>((later, document) => ({ ...later, ...document }), {});
	if (textOf(claims.name) !== '') return claims;
	const name = nameOf(claims) || nameOf(isJsonObject(claims.name) ? claims.name : {});
	return name === '' ? claims : { ...claims, name };
}

/** What servers call the two parts of a name, OpenID Connect's first; `surname` is Microsoft Graph's, the last two of SCIM and others. */
const nameParts = [
	['given_name', 'family_name'],
	['first_name', 'last_name'],
	['firstName', 'lastName'],
	['givenName', 'surname'],
	['givenName', 'familyName'],
	['first', 'last'],
] as const;

/** The first pair of which both parts are there, else the first of which one is. */
function nameOf(claims: Claims): string {
	const names = nameParts.map((parts) => parts.map((part) => textOf(claims[part])).filter(Boolean));
	return (names.find(({ length }) => length === 2) ?? names.find(({ length }) => length === 1) ?? []).join(' ');
}

/** The names of the claims, of the first level, that a map reads. */
export const claimsRead = (map: ClaimMap): Set<string> =>
	new Set(
		[...Object.values(compile(map)), ...customTemplates(map)].flatMap((template) =>
			pathsOf(template).map(([name]) => name!),
		),
	);

const customTemplates = ({ customFields = {} }: ClaimMap): Template[] =>
	Object.values(customFields)
		.map(parseTemplate)
		.filter((template): template is Template => !('error' in template));

/**
 * Who someone is, and nothing else about them.
 *
 * @throws LoginError as {@link toIdentity} does
 */
export const readSubject = ({ subject }: Pick<ClaimMap, 'subject'>, claims: Claims): string =>
	subjectOf(compileField('subject', subject)!, claims);

/**
 * Whether the map asks for something that `claims` lack, so that a call to the UserInfo endpoint can add it. A missing
 * picture is not worth a call; a missing `emailVerified` is, where the map names the claim.
 */
export function missingClaims(map: ClaimMap, claims: Claims): boolean {
	const { username, name, email, emailVerified, groups, roles } = compile(map);
	const lacksText = (template: Template | undefined): boolean => !!template && evaluate(template, claims) === '';
	const lacksValue = (template: Template | undefined): boolean =>
		!!template && evaluateRaw(template, claims).every((value) => value === undefined);
	const lacksList = (template: Template | undefined): boolean =>
		!!template && lacksValue(template) && !isElsewhere(template, claims);
	return (
		[username, name, email, ...customTemplates(map)].some(lacksText) ||
		[groups, roles].some(lacksList) ||
		(!!email && !!emailVerified && flagFor(email, emailVerified, claims) === undefined)
	);
}

function listOf(
	template: Template | undefined,
	claims: Claims,
	{ separator }: IdentitySource,
): ClaimedList | undefined {
	return template && (values(template, claims, separator) ?? (isElsewhere(template, claims) ? 'elsewhere' : 'absent'));
}

type CompiledMap = { readonly subject: Template } & Readonly<Partial<Record<Field, Template>>>;

function compile(map: ClaimMap): CompiledMap {
	const compiled: Partial<Record<Field, Template>> = {};
	for (const field of fields) {
		const template = compileField(field, map[field] ?? '');
		if (template) compiled[field] = template;
	}
	return compiled as CompiledMap;
}

/** Undefined for a field that is left out, which the subject can't be. */
function compileField(field: Field, text: string): Template | undefined {
	const template = parseTemplate(text);
	if (!('error' in template)) return template;
	if (template.error === 'template_empty' && field !== 'subject') return undefined;
	throw new LoginError('provider_incomplete', `the template for "${field}": ${template.error}`);
}

/** Every claim that the template names has to say something: half a composed id is someone else's, or everyone's. */
function subjectOf(template: Template, claims: Claims): string {
	for (const value of evaluateRaw(template, claims)) {
		const reason = subjectProblem(value);
		if (reason) {
			throw new LoginError('subject_missing', `the id ${reason}`);
		}
	}
	const subject = evaluate(template, claims);
	if (subject.length > maximumSubject) {
		throw new LoginError('subject_missing', `the id is longer than ${maximumSubject} characters`);
	}
	// Lone surrogates all become the same character as soon as they are encoded, for a hash or for storage.
	if (/[\p{Cc}\p{Cs}]/u.test(subject)) {
		throw new LoginError('subject_missing', 'the id has characters that no id has');
	}
	return subject;
}

function subjectProblem(value: unknown): string | undefined {
	if (value === undefined || value === null) {
		return 'is missing';
	}
	if (typeof value === 'number' && !Number.isSafeInteger(value)) {
		return 'is a number that JSON can not hold exactly; map the claim that has it as text';
	}
	if (typeof value !== 'string' && typeof value !== 'number') {
		return `is ${Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`}`;
	}
	return nobody.has(String(value).trim().toLowerCase()) ? `is "${value}", which stands for nobody` : undefined;
}

/** Forums write `//host/path`, meaning the scheme of their own page. */
function pictureUrl(text: string): string | undefined {
	const url = text.trim().replace(/^\/\//, 'https://');
	return endpointProblem(url, { allowHttpLoopback: false }) === undefined ? url : undefined;
}
