import type { FieldRole } from '../../providers/fields/fields';
import { isJsonObject, parseJson } from '../../values/json';
import { text } from '../../values/parse';

/** What a form or a file says, by role. */
export type Given = Partial<Record<FieldRole, string>>;

/**
 * Reads what a provider gives to download: Google's client file, Keycloak's adapter file, a JSON object with the names of
 * RFC 7591 §3.2.1, or Apple's .p8 (PEM).
 *
 * @returns undefined for what is none of these
 */
export function readProviderFile(content: string): Given | undefined {
	const trimmed = content.replace(/^\uFEFF/, '').trim();
	if (trimmed.length > 20_000) return undefined;
	if (/^-----BEGIN PRIVATE KEY-----/.test(trimmed)) return { privateKey: trimmed };
	const parsed = parseJson(trimmed);
	if (!isJsonObject(parsed)) return undefined;
	const file = [parsed.web, parsed.installed].find(isJsonObject) ?? parsed;
	const credentials = isJsonObject(file.credentials) ? file.credentials : {};
	const given: Given = {
		clientId: text(file.client_id) || text(file.clientId) || text(file.resource),
		clientSecret: text(file.client_secret) || text(file.clientSecret) || text(credentials.secret),
		issuer: text(file.issuer) || realmOf(text(file['auth-server-url']), text(file.realm)),
	};
	const found = Object.entries(given).filter(([, value]) => value);
	return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** Keycloak: the issuer of a realm. */
const realmOf = (server: string, realm: string): string =>
	server && realm ? `${server.replace(/\/+$/, '')}/realms/${encodeURIComponent(realm)}` : '';
