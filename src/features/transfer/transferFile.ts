import * as v from 'valibot';
import { parseJsonObject } from '../../values/json';
import { describeIssue } from '../../values/schemaIssue';

/** Characters of one part. What core's body parser takes is 100 kB, and a form writes some characters as three. */
export const maximumFile = 40_000;

const text = v.pipe(v.string('is not a text'), v.maxLength(4096, 'is too long'));
const value = v.union(
	[v.pipe(v.string(), v.maxLength(20_000)), v.boolean(), v.number()],
	'is not a value of a setting',
);

/** As often as an identity can have been linked and removed: a number that can't be counted up would never change. */
const mostGenerations = 1_000_000;

/** Milliseconds since 1970, of the last day that a `Date` has (ECMAScript, Time Values). */
const lastTime = 8_640_000_000_000_000;

const link = v.object({
	/** Id of the provider's definition. */
	provider: text,
	issuer: text,
	subject: v.pipe(text, v.nonEmpty('is empty')),
	userId: v.pipe(text, v.nonEmpty('is empty')),
	/** For anyone who reads the file, and to tell one workspace from another. */
	username: text,
	/** What core's CAS login knows the account by. */
	casUser: v.optional(text),
	generation: v.pipe(
		v.number('is not a number'),
		v.integer('is not whole'),
		v.minValue(0, 'is negative'),
		v.maxValue(mostGenerations, 'is too large'),
	),
	linkedAt: v.pipe(
		v.number('is not a number'),
		v.minValue(0, 'is negative'),
		v.maxValue(lastTime, 'is no time that there is'),
	),
});

/** One file for settings and links. What is not in it stays as it is. */
const schema = v.object({
	format: v.literal('oauth-login', 'is not "oauth-login"'),
	version: v.literal(1, 'is not 1: this file is of another version of the app'),
	workspace: v.optional(text, ''),
	exportedAt: v.optional(text, ''),
	settings: v.optional(v.record(v.string(), value), {}),
	links: v.optional(v.array(link, 'is not a list'), []),
});

export type TransferFile = v.InferOutput<typeof schema>;
/** Of a setting. */
export type Value = v.InferOutput<typeof value>;
export type TransferredLink = TransferFile['links'][number];

/** @returns what is wrong with it, where something is */
export function parseFile(content: string): TransferFile | { readonly problem: string } {
	if (content.length > maximumFile) return { problem: `${content.length} > ${maximumFile}` };
	const document = parseJsonObject(content);
	if (!document) return { problem: 'JSON' };
	const { success, output, issues } = v.safeParse(schema, document);
	return success ? output : { problem: describeIssue(issues[0]) };
}
