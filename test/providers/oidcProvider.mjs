// oidc-provider (certified OpenID Connect OP) as an identity provider: in the demo, and in tests that need one that
// nobody here wrote. It is an ES module, so it runs as a process of its own.
//
//   node oidcProvider.mjs '{"port":0,"clients":[{"client_id":"…","client_secret":"…","redirect_uris":["…"]}]}'
//
// `origin` is the issuer where it stands for a server on the internet, whose address leads here; `pkce: "optional"` is for
// one that takes requests without it; `headers` are on every answer. With `strangers: false` it knows those in `people` only.
//
// Prints one JSON line, {"url", "issuer"}, when it is ready. Anybody named in `people` can sign in, with any password; so can
// everybody else, as a person about whom little is known.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const {
	port = 0,
	origin,
	pkce = 'required',
	clients = [],
	people = {},
	strangers = true,
	headers = {},
	configuration = {},
} = JSON.parse(process.argv[2] ?? '{}');

const claimsOf = (login) => ({
	preferred_username: login,
	name: login,
	email: `${login}@example.com`,
	email_verified: false,
	...people[login],
});

const server = createServer();
await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
const issuer = origin ?? url;

const provider = new Provider(issuer, {
	clients,
	findAccount: (_context, login) =>
		strangers || Object.hasOwn(people, login)
			? { accountId: login, claims: () => ({ ...claimsOf(login), sub: people[login]?.sub ?? `sub-${login}` }) }
			: undefined,
	claims: {
		openid: ['sub'],
		profile: ['name', 'preferred_username', 'picture'],
		email: ['email', 'email_verified'],
		groups: ['groups'],
	},
	features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
	cookies: { keys: [crypto.randomUUID()] },
	// A subject for each client, where the configuration allows it (OpenID Connect Core §8.1).
	pairwiseIdentifier: (_context, accountId, { sectorIdentifier }) =>
		createHash('sha256').update(`${sectorIdentifier} ${accountId}`).digest('hex'),
	// Its own dispatcher calls no address of this machine, where the keys of the clients are.
	fetch: (address, { dispatcher: _, ...options }) => fetch(address, options),
	pkce: { required: () => pkce === 'required' },
	ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Grant: 600, Session: 3600 },
	...configuration,
});
provider.proxy = origin !== undefined;
const answer = provider.callback();
const path = new URL(issuer).pathname.replace(/\/$/, '');
server.on('request', (request, response) => {
	// An issuer with a path is mounted there, as express would do it.
	if (request.url.startsWith(`${path}/`)) {
		request.originalUrl = request.url;
		request.url = request.url.slice(path.length);
	}
	response.setHeaders(new Map(Object.entries(headers)));
	answer(request, response);
});
console.log(JSON.stringify({ url, issuer }));

// Ends with whoever started it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
process.stdin.on('end', () => process.exit(0)).resume();
