import { LoginError } from '../errors';
import type { Claims } from '../oauth/claims';
import { endpointProblem } from '../oauth/endpointRules';
import { parseEmail } from './email';
import type { ClaimedList, Identity } from './identity';
import type { Separator } from './listItems';
import { isElsewhere } from './elsewhere';
import { plainText } from './plainText';
import { evaluate, evaluateRaw, parseTemplate, values } from './template';
import type { Template } from './template';

/** Where the fields of an identity come from. All are templates (`template.ts`); '' leaves a field out, too. */
export interface ClaimMap {
	/** Never ''. */
	readonly subject: string;
	readonly username?: string | undefined;
	readonly name?: string | undefined;
	readonly email?: string | undefined;
	/** Left out: the claim `email_verified` of OpenID Connect Core §5.1. */
	readonly emailVerified?: string | undefined;
	readonly avatar?: string | undefined;
	/** A list: see `values` in `template.ts`. */
	readonly groups?: string | undefined;
	/** A list, too. */
	readonly roles?: string | undefined;
}

/**
 * When the provider's word on an e-mail address is good enough to be called verified.
 *
 * - `claim`: the claim `emailVerified` is `true`.
 * - `claimAsText`: it is `true` or the text `"true"`, as Apple writes it, or 1, as Entra ID may.
 * - `trusted`: always; for a provider that hands out the addresses itself, or gives only confirmed ones.
 * - `never`.
 */
export type EmailTrust = 'claim' | 'claimAsText' | 'trusted' | 'never';

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

type Field = keyof ClaimMap;

const fields: readonly Field[] = ['subject', 'username', 'name', 'email', 'emailVerified', 'avatar', 'groups', 'roles'];

/** OpenID Connect Core §2: `sub` has at most 255 characters. */
const maximumSubject = 255;
const maximumName = 120;
const maximumUsername = 128;

/**
 * What comes instead of an id when there is nobody, or when somebody's program went wrong. As a subject, each would
 * make one person of everybody who gets it; 0 is what XenForo and Drupal call a guest.
 */
const nobody = new Set(['0', '', 'undefined', 'null', 'none', 'nan', 'true', 'false', '[object object]']);

/**
 * Makes an identity of what a provider said: the one place where claims turn into who somebody is.
 *
 * @throws LoginError `subject_missing` with the reason; `provider_incomplete` for a map with a bad template.
 */
export function toIdentity(claims: Claims, source: IdentitySource): Identity {
	const map = compile(source.map);
	const text = (template: Template | undefined): string => (template ? evaluate(template, claims) : '');
	const email = parseEmail(text(map.email));
	return {
		provider: source.provider,
		issuer: source.issuer,
		subject: subjectOf(map.subject, claims),
		username: plainText(text(map.username), maximumUsername) || undefined,
		name: plainText(text(map.name), maximumName) || undefined,
		email,
		emailVerified: email !== undefined && isVerified(source.emailTrust, flagOf(map, claims)),
		avatarUrl: pictureUrl(text(map.avatar)),
		groups: listOf(map.groups, claims, source),
		roles: listOf(map.roles, claims, source),
	};
}

/**
 * Who somebody is, and nothing else about them.
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
		[username, name, email].some(lacksText) || [groups, roles].some(lacksList) || (!!email && lacksValue(emailVerified))
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

/** Every claim that the template names has to say something: half a composed id is somebody else's, or everybody's. */
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

const standardFlag: Template = { parts: [[{ path: ['email_verified'] }]] };

function flagOf({ emailVerified = standardFlag }: CompiledMap, claims: Claims): unknown {
	const flags = evaluateRaw(emailVerified, claims);
	return flags.length === 1 ? flags[0] : undefined;
}

function isVerified(trust: EmailTrust, flag: unknown): boolean {
	switch (trust) {
		case 'claim':
			return flag === true;
		case 'claimAsText':
			return flag === true || flag === 'true' || flag === 1 || flag === '1';
		case 'trusted':
			return true;
		case 'never':
			return false;
	}
}

/** Forums write `//host/path`, meaning the scheme of their own page. */
function pictureUrl(text: string): string | undefined {
	const url = text.trim().replace(/^\/\//, 'https://');
	return endpointProblem(url, { allowHttpLoopback: false }) === undefined ? url : undefined;
}
