/** Why a value cannot be stored. The text of each is `problem_<key>`. */
export const problemKeys = [
	'url',
	'path',
	'color',
	'picture',
	'private_key',
	'client_key',
	'template',
	'choice',
	'parameters',
	'text',
	'number',
	'map',
	'definition',
	'role',
	'switch',
	'name',
	'name_taken',
	'domain',
	'provider',
	'wildcard',
	'proxy_host',
	'proxy_endpoint',
] as const;

export interface Problem {
	readonly key: (typeof problemKeys)[number];
	/** For the admin: the exact reason, in English or as a short code. */
	readonly detail?: string;
}
