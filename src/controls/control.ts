import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { EndpointRules } from '../oauth/endpointRules';
import type { TextKey } from '../texts/texts';
import { text } from '../values/parse';
import type { Problem } from './problem';

/** What a check may need to know besides the value. */
export interface CheckContext {
	readonly rules: EndpointRules;
}

/** How a value is asked for in the admin's form, what may be stored in it, and what is read from it. */
export interface Control<T, C extends CheckContext = CheckContext> {
	readonly type: SettingType;
	readonly multiline?: true;
	/** The values of a choice. */
	readonly choices?: readonly Choice[];
	/** What counts until the admin fills in something. */
	readonly initial: string | boolean | number;
	readonly check: (value: unknown, context: C) => Found | Promise<Found>;
	/** Parses what is stored, which may be anything. Never throws. */
	readonly read: (stored: unknown) => T;
}

export interface Choice {
	readonly key: string;
	readonly label: TextKey;
}

/** Undefined where the value can be stored. */
export type Found = Problem | undefined;

/** What a family of declarations reads, by the same keys. */
export type Values<F extends Readonly<Record<string, Pick<Control<unknown>, 'read'>>>> = {
	readonly [K in keyof F]: ReturnType<F[K]['read']>;
};

export const isEmpty = (value: unknown): value is '' | null | undefined =>
	value === '' || value === null || value === undefined;

/** Off by default: the form shows a switch that was turned off as its default, so one that is on could not be turned off. */
export const flag: Control<boolean> = {
	type: SettingType.BOOLEAN,
	initial: false,
	check: (value) => (typeof value === 'boolean' ? undefined : { key: 'switch' }),
	read: (stored) => stored === true,
};

export const integer: Control<number> = {
	type: SettingType.NUMBER,
	initial: 0,
	check: (value) => (Number.isSafeInteger(value) || value === '' ? undefined : { key: 'number' }),
	read: (stored) => (Number.isFinite(stored) ? (stored as number) : 0),
};

/**
 * One of a few values; the first one is the default.
 *
 * @param labels by value
 * @param otherwise what anything else is read as; absent: as undefined
 */
export function choice<V extends string>(labels: Readonly<Record<V, TextKey>>): Control<V | undefined>;
export function choice<V extends string>(labels: Readonly<Record<V, TextKey>>, otherwise: NoInfer<V>): Control<V>;
export function choice(labels: Readonly<Record<string, TextKey>>, otherwise?: string): Control<string | undefined> {
	const values = Object.keys(labels);
	return {
		type: SettingType.SELECT,
		choices: Object.entries(labels).map(([key, label]) => ({ key, label })),
		initial: values[0] ?? '',
		check: checkText((value) => oneOf(values, value)),
		read: (stored) => values.find((value) => value === text(stored)) ?? otherwise,
	};
}

/** What is on by default, which a switch cannot be: see {@link flag}. */
export function onUnless<Off extends string>(
	off: NoInfer<Off>,
	labels: Readonly<Record<Off, TextKey>>,
): Control<boolean> {
	const { read, ...control } = choice<string>(labels);
	return { ...control, read: (stored) => stored !== false && read(stored) !== off };
}

export const oneOf = (values: readonly string[], value: string): Found =>
	values.includes(value) ? undefined : { key: 'choice', detail: values.join(', ') };

/**
 * A check of a text; an empty one always passes.
 *
 * @param check is given the text without white space around it
 */
export const checkText =
	<C extends CheckContext>(
		check: (value: string, context: C) => Found | Promise<Found>,
	): Control<unknown, C>['check'] =>
	(value, context) => {
		if (isEmpty(value)) return undefined;
		return typeof value === 'string' ? check(value.trim(), context) : { key: 'text' };
	};
