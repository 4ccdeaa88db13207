import { ownService } from '../../../../src/workspace/cas/service';

const site = 'https://chat.example.com';
const token = 'aB3dE6gH9jK2mN5pQ';

test.each([
	[site, `${site}/_cas/${token}`],
	[`${site}/team`, `${site}/team/_cas/${token}`],
	[site, `${site}/_cas/${'a'.repeat(64)}`],
])('in %s -> %s', (siteUrl, service) => {
	expect(ownService(service, siteUrl)).toBe(service);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['a list', [`${site}/_cas/${token}`]],
	['an object', { $gt: '' }],
	['another host', `https://evil.example.com/_cas/${token}`],
	['a host that begins alike', `https://chat.example.com.evil.example/_cas/${token}`],
	['a user in front of another host', `https://chat.example.com@evil.example/_cas/${token}`],
	['another scheme', `http://chat.example.com/_cas/${token}`],
	['letters of another case', `https://CHAT.example.com/_cas/${token}`],
	['another path', `${site}/home/${token}`],
	['a folder in front', `${site}/x/_cas/${token}`],
	['a slash too many', `${site}//_cas/${token}`],
	['no token', `${site}/_cas/`],
	['a short token', `${site}/_cas/${token.slice(1)}`],
	['a long one', `${site}/_cas/${'a'.repeat(65)}`],
	['a query', `${site}/_cas/${token}?ticket=x`],
	['a fragment', `${site}/_cas/${token}#x`],
	['a path behind it', `${site}/_cas/${token}/x`],
	['an encoded character', `${site}/_cas/${token}%2e`],
	['a line break', `${site}/_cas/${token}\n`],
])('%s is no service of this workspace', (_, service) => {
	expect(ownService(service, site)).toBeUndefined();
});
