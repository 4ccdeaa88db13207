import { parseEmail } from '../../identity/email';
import type { Identity } from '../../identity/identity';
import { textOf } from '../../identity/textOf';
import type { FieldRole } from '../../providers/fields/fields';
import type { ProviderDocument } from '../../sign-in/protocols/protocol';
import { tokenResponse } from '../../sign-in/protocols/protocol';
import { isJsonObject } from '../../values/json';
import { secretNames } from './maskClaims';

/** A field of the form that finds nothing in what a provider said, and what it could be. */
export interface Proposal {
	readonly field: Extract<
		FieldRole,
		'subjectField' | 'usernameField' | 'nameField' | 'emailField' | 'emailVerifiedField' | 'groupsClaim'
	>;
	/** Templates for the field, the most likely first, with what each finds. */
	readonly candidates: ReadonlyArray<{ readonly template: string; readonly value: string }>;
}

/** A value somewhere in a document. */
interface Leaf {
	readonly path: readonly string[];
	/** The last name in the path that is no index, in small letters and digits alone. */
	readonly name: string;
	readonly value: unknown;
}

/** Names that providers give, the most telling first; without underscores and case. */
const names = {
	subjectField: 'id sub userid uid uuid openid unionid guid accountid key pk login username email'.split(' '),
	usernameField:
		'preferredusername username login nickname nick screenname handle uid upn uniquename userprincipalname samaccountname'.split(
			' ',
		),
	nameField: 'name displayname fullname realname globalname cn title'.split(' '),
	emailField: 'email mail emailaddress primaryemail address useremail upn'.split(' '),
	groupsClaim: 'groups roles memberof teams guilds orgs organizations organisations permissions'.split(' '),
} as const;

const maximumLeaves = 500;
const maximumDepth = 6;
const maximumCandidates = 3;

/** @param identity what was found; absent: not even who it is */
export function proposeMapping(documents: readonly ProviderDocument[], identity: Identity | undefined): Proposal[] {
	const leaves = documents
		.flatMap(({ from, claims }) => (from === tokenResponse ? leavesOf(claims.token, ['token']) : leavesOf(claims)))
		.slice(0, maximumLeaves);
	const proposal = (field: keyof typeof names, fits: (value: unknown) => string): Proposal => ({
		field,
		candidates: leaves
			.filter(({ name, value }) => names[field].includes(name) && fits(value) !== '')
			.sort((a, b) => names[field].indexOf(a.name) - names[field].indexOf(b.name) || a.path.length - b.path.length)
			.slice(0, maximumCandidates)
			.map(({ path, value }) => ({ template: path.join('.'), value: fits(value) })),
	});
	const proposals = [
		identity ? undefined : proposal('subjectField', textOf),
		identity?.username ? undefined : proposal('usernameField', wordOf),
		identity?.name ? undefined : proposal('nameField', wordOf),
		identity?.email ? undefined : proposal('emailField', (value) => parseEmail(textOf(value)) ?? ''),
		identity?.email && !identity.emailVerified ? flagBeside(identity.email, leaves) : undefined,
		identity?.groups === 'absent' ? proposal('groupsClaim', listOf) : undefined,
	];
	return proposals.filter((one) => one !== undefined && one.candidates.length > 0) as Proposal[];
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const listOf = (value: unknown): string =>
	Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.slice(0, 5).join(', ') : '';

/** A flag counts for the address beside it only: one from elsewhere is not proposed. */
function flagBeside(email: string, leaves: readonly Leaf[]): Proposal {
	const holders = leaves
		.filter(({ value }) => parseEmail(textOf(value)) === email)
		.map(({ path }) => path.slice(0, -1).join('.'));
	const flags = leaves.filter(
		({ path, name, value }) =>
			/verif|confirm/.test(name) && holders.includes(path.slice(0, -1).join('.')) && /^(?:true|1)$/.test(textOf(value)),
	);
	return {
		field: 'emailVerifiedField',
		candidates: flags.map(({ path, value }) => ({ template: path.join('.'), value: textOf(value) })),
	};
}

/** Of a list, the primary element, else the first one. Names that a template can't have, and secrets, are left out. */
function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
	if (path.length > maximumDepth) return [];
	if (isJsonObject(value)) {
		return Object.entries(value)
			.slice(0, 200)
			.filter(([name]) => !/[{}|]|^\/|^$|\.\.|^\.|\.$/.test(name) && !secretNames.test(name))
			.flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
	}
	if (Array.isArray(value) && value.some(isJsonObject)) {
		const flag = ['primary', 'is_primary', 'isPrimary'].find((one) =>
			value.some((element) => isJsonObject(element) && element[one] === true),
		);
		const element: unknown = flag ? value.find((one) => isJsonObject(one) && one[flag] === true) : value[0];
		return leavesOf(element, [...path, flag ? `[${flag}]` : '0']);
	}
	const [last = ''] = path.filter((name) => !/^\d+$/.test(name)).slice(-1);
	return [{ path, name: last.toLowerCase().replace(/[^a-z0-9]/g, ''), value }];
}
