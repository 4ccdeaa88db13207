/** Why a value can't be stored: an i18n key (`problem_<key>`), and what it is about. */
export interface Problem {
	readonly key:
		| 'url'
		| 'path'
		| 'color'
		| 'private_key'
		| 'template'
		| 'choice'
		| 'parameters'
		| 'text'
		| 'number'
		| 'map'
		| 'role'
		| 'switch'
		| 'name'
		| 'name_taken'
		| 'domain'
		| 'provider'
		| 'wildcard'
		| 'proxy_host'
		| 'proxy_endpoint';
	/** For the admin: the exact reason, in English or as a short code. */
	readonly detail?: string;
}
