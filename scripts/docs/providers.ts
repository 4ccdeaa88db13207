import { catalog } from '../../src/providers/catalog';
import { customNames, customProvider } from '../../src/providers/custom';
import { fields } from '../../src/providers/fields/fields';
import { presets } from '../../src/providers/presets';
import { generalSettings } from '../../src/settings/general';
import { textsFor } from '../../src/texts/texts';
import { appInfo } from '../package';
import { Complaint } from '../program';

/** What a page is about: a provider with a section of its own, or a preset, which has the name of a custom provider. */
export interface Documented {
	readonly id: string;
	readonly name: string;
	/** Of a preset: the name that its examples have. */
	readonly custom?: string;
}

export const documented: readonly Documented[] = [
	...catalog.map(({ id, name }) => ({ id, name })),
	...presets.map(({ id, name }) => ({ id, name, custom: customNames(id)[0]! })),
];

const { t } = textsFor('en', undefined);

/**
 * A page of `docs/providers/` with what all of them say in the same way: the callback URL, the names and ids of fields,
 * the links, and the errors that any provider can give. Everything else is written by hand and stays.
 *
 * @throws Complaint where a section or a table is missing
 */
export function providerPage(provider: Documented, markdown: string): string {
	const [title = '', ...sections] = markdown.split(/^(?=## )/m);
	const parts: Readonly<Record<string, (body: string) => string>> = {
		'Callback URL first': () => callback(provider),
		'Fill in the fields': (body) => withFields(provider, body),
		'Known errors': withCommonErrors,
	};
	const written = sections.map((section) => {
		const [heading = '', ...body] = section.split('\n');
		const write = parts[heading.slice(3)];
		return write ? `${heading}\n\n${write(body.join('\n').trim())}\n\n` : section;
	});
	const missing = Object.keys(parts).filter((name) => !sections.some((section) => section.startsWith(`## ${name}\n`)));
	if (missing.length > 0) throw new Complaint(`docs/providers/${provider.id}.md lacks: ${missing.join(', ')}.`);
	return [title, ...written].join('').trimEnd() + '\n';
}

/** The section about the callback URL. */
function callback({ id, custom }: Documented): string {
	const url = `https://<workspace>/api/apps/public/${appInfo().id}/callback/${id}`;
	const name = custom
		? `The last part is the name that you enter in *Custom providers*, in lower case; the examples below use \`${custom}\`. `
		: '';
	return `Copy it from the field *Callback URL* of the app's settings. It is

\`\`\`
${url}
\`\`\`

${name}An application that is registered for Rocket.Chat's own sign-in has a callback URL with \`/_oauth/\`: add this one, and remove the old one once nobody uses it.`;
}

/** Labels by setting ids. */
function labelsOf({ id, custom }: Documented): ReadonlyMap<string, string> {
	const definition = custom ? customProvider(custom) : catalog.find((one) => one.id === id)!;
	return new Map<string, string>([
		...definition.fields.map((field): [string, string] => [field.id, t(field.label ?? fields[field.role].label)]),
		...generalSettings.map((setting): [string, string] => [setting.id, t(setting.label)]),
	]);
}

const otherFields = '[What the other fields do](README.md#fields-that-every-provider-has); they may stay as they are.';

/** Each row that begins with a label and one setting id has the label of the form. */
function withFields(provider: Documented, body: string): string {
	const labels = labelsOf(provider);
	const lines = body.split('\n').map((line) => {
		const [, id = '', value] = /^\| [^|]+ \| `([\w-]+)` \| (.*) \|$/.exec(line) ?? [];
		if (value === undefined) return line;
		const label = labels.get(id);
		if (label === undefined) throw new Complaint(`docs/providers/${provider.id}.md names ${id}, which is no setting.`);
		return `| ${label} | \`${id}\` | ${value} |`;
	});
	const end = lastRow(lines);
	const rest = lines
		.slice(end + 1)
		.filter((line) => line !== otherFields)
		.join('\n')
		.trim();
	return [lines.slice(0, end + 1).join('\n'), otherFields, rest].filter(Boolean).join('\n\n');
}

const lastRow = (lines: readonly string[]): number => lines.map((line) => line.startsWith('|')).lastIndexOf(true);

/** What any provider can answer, unless the page has a row of its own for the code. */
const common: ReadonlyMap<string, string> = new Map([
	['client_refused', 'Client ID or secret is wrong or has expired. | Copy both again.'],
	[
		'email_domain_not_allowed',
		'`Accounts_AllowedDomainsList` is filled in, and the person has no verified address in one of these domains. | Change the list, or have the provider say that the address is verified.',
	],
]);

function withCommonErrors(body: string): string {
	const isWritten = (line: string): boolean => [...common].some(([code, text]) => line === errorRow(code, text));
	const lines = body.split('\n').filter((line) => !isWritten(line) && !line.startsWith('[All error codes]'));
	const end = lastRow(lines);
	const own = lines.slice(0, end + 1);
	const added = [...common]
		.filter(([code]) => !own.some((line) => line.startsWith(`| \`${code}\``)))
		.map(([code, text]) => errorRow(code, text));
	const rest = lines
		.slice(end + 1)
		.join('\n')
		.trim();
	return [[...own, ...added].join('\n'), rest, '[All error codes](../errors.md)'].filter(Boolean).join('\n\n');
}

const errorRow = (code: string, text: string): string => `| \`${code}\` | ${text} |`;
