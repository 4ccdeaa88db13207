import { endpointUrl } from '../../../src/settings/endpointUrl';

test.each<[string, string, string | undefined]>([
	['https://example.com', '/oauth/token', 'https://example.com/oauth/token'],
	['https://example.com', 'oauth/token', 'https://example.com/oauth/token'],
	['https://example.com/', '/oauth/token', 'https://example.com/oauth/token'],
	['https://example.com///', '///oauth/token', 'https://example.com/oauth/token'],
	['https://example.com/community', '/oauth/token/', 'https://example.com/community/oauth/token/'],
	['https://example.com/community/', 'oauth/me?format=json', 'https://example.com/community/oauth/me?format=json'],
	['https://example.com', 'https://id.example.org/token/', 'https://id.example.org/token/'],
	['https://example.com', 'HTTPS://id.example.org/token', 'HTTPS://id.example.org/token'],
	['', 'https://id.example.org/token', 'https://id.example.org/token'],
	['https://example.com', '@evil.com/token', 'https://example.com/@evil.com/token'],
	['https://example.com', '//evil.com/token', 'https://example.com/evil.com/token'],
	['https://example.com', '.evil.com/token', 'https://example.com/.evil.com/token'],
	['https://example.com', ':8080/token', 'https://example.com/:8080/token'],
	['', '/oauth/token', undefined],
	['', 'oauth/token', undefined],
	['example.com', '/oauth/token', undefined],
	['https://', '/', undefined],
	['https://example.com', 'https://', undefined],
])('%s and %s -> %s', (server, path, expected) => expect(endpointUrl(server, path)).toBe(expected));
