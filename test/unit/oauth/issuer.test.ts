import { issuerOfDocument } from '../../../src/oauth/issuer';

const server = 'https://id.example.com';

test.each<[string, ReturnType<typeof issuerOfDocument>]>([
	[server, { issuer: server }],
	[`${server}/`, { issuer: `${server}/` }],
	[`${server}/.well-known/openid-configuration`, { issuer: server }],
	[`${server}/realms/a/.well-known/openid-configuration/`, { issuer: `${server}/realms/a` }],
	[
		`${server}/.well-known/oauth-authorization-server/a`,
		{ issuer: `${server}/a`, discoveryUrl: `${server}/.well-known/oauth-authorization-server/a` },
	],
	[
		`${server}/.well-known/openid-configuration/a`,
		{ issuer: `${server}/a`, discoveryUrl: `${server}/.well-known/openid-configuration/a` },
	],
	[
		`${server}/.well-known/openid-configuration?p=a`,
		{ issuer: server, discoveryUrl: `${server}/.well-known/openid-configuration?p=a` },
	],
	[`${server}/.well-known/openid-configuration#p`, { issuer: `${server}/.well-known/openid-configuration#p` }],
])('%s stands for %j', (address, expected) => {
	expect(issuerOfDocument(address)).toEqual(expected);
});
