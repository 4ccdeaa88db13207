import type { Claims } from '../oauth/claims';
import { isJsonObject } from '../values/json';
import { isYes } from './flag';
import { lookup } from './path';

/**
 * One kind of identity document whose members are not where `id`, `name` and `email` are expected. Paths are dotted;
 * of several for one member, the first that has a value counts.
 */
interface Shape {
	/** Whose documents look like this. */
	readonly of: string;
	readonly id: readonly string[];
	readonly name?: string;
	readonly email?: string;
}

/** Rocket.Chat's custom OAuth knows these, in this order (`app/custom-oauth/server/transform_helpers.ts`). */
const shapes: readonly Shape[] = [
	{ of: 'Meteor', id: ['_id'] },
	{ of: 'servers with upper-case names', id: ['ID'] },
	{ of: 'Auth0, Wordpress', id: ['user_id'] },
	{ of: 'EVE Online', id: ['CharacterID'] },
	{ of: 'Dataporten', id: ['user.userid_sec.0', 'user.userid'], email: 'user.email' },
	{ of: 'XenForo', id: ['user.user_id'], email: 'user.user_email' },
	{ of: 'Phabricator', id: ['phid'] },
	{ of: 'OpenID Connect', id: ['sub'] },
	{ of: 'OpenShift', id: ['metadata.uid'], name: 'fullName' },
	{ of: 'servers with userid', id: ['userid'] },
	{ of: 'Nextcloud', id: ['ocs.data.id'], name: 'ocs.data.displayname', email: 'ocs.data.email' },
];

/** Members that hold the whole document where it has no `id` of its own: Reddit's `result`, X's `data`. */
const wrappers = ['result', 'data'] as const;

/**
 * Brings a plain OAuth 2.0 identity document into the shape that `id`, `name`, `email` and `email_verified` can be
 * read from; everything else stays where it is.
 *
 * Only what is missing is filled in. An `id` of 0 is there: another member in its place would make one person of two
 * (whether 0 is anyone is decided in `claimMap.ts`). An address brings its own word on whether it is verified along,
 * if it has one: a flag that is elsewhere says nothing about it.
 */
export function normalise(document: Claims): Claims {
	const claims = unwrap(document);
	const shape = has(claims.id) ? undefined : shapeOf(claims);
	const filled: Record<string, unknown> = { ...claims };
	if (shape) {
		filled.id = firstOf(claims, shape.id);
		if (!has(claims.name) && shape.name) {
			filled.name = lookup(claims, shape.name.split('.'));
		}
		if (!has(claims.email) && shape.email) {
			Object.assign(filled, noFlag, { email: lookup(claims, shape.email.split('.')) });
		}
	}
	return has(filled.email) ? filled : { ...filled, ...firstAddress(claims) };
}

const shapeOf = (claims: Claims): Shape | undefined => shapes.find(({ id }) => firstOf(claims, id) !== undefined);

function unwrap(document: Claims): Claims {
	if (has(document.id)) {
		return document;
	}
	for (const wrapper of wrappers) {
		const inner = document[wrapper];
		if (isJsonObject(inner) && (has(inner.id) || shapeOf(inner))) {
			// Paths that an admin wrote from the outside keep working.
			return { ...inner, [wrapper]: inner };
		}
	}
	return document;
}

/** The names of flags about the document's own address. */
const noFlag = { email_verified: undefined, verified_email: undefined, emailVerified: undefined };

/**
 * Meteor's `emails`: [{ address, verified }], SCIM's [{ value, primary }], or a list of texts: the primary one, else the first,
 * being the one that the person is known by.
 */
function firstAddress({ emails }: Claims): Claims {
	const list: readonly unknown[] = Array.isArray(emails) ? emails : [];
	const known: unknown = list.find((one) => isJsonObject(one) && isYes(one.primary)) ?? list[0];
	const { address, value, email, verified } = isJsonObject(known) ? known : { address: known };
	const found = [address, value, email].find((one) => typeof one === 'string' && one !== '');
	return found === undefined ? {} : { ...noFlag, email: found, email_verified: verified };
}

function firstOf(claims: Claims, paths: readonly string[]): unknown {
	return paths.map((path) => lookup(claims, path.split('.'))).find(has);
}

const has = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
