/** Adds `https://` where an admin wrote `example.okta.com`. @returns '' for what is no URL */
export function withScheme(value: string): string {
	if (!value) return '';
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
	return URL.canParse(url) ? url : '';
}
