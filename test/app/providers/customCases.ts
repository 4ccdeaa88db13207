import type { ErrorCode } from '../../../src/errors';

/** A custom provider, and the server behind it. */
export interface Case {
	readonly url?: string;
	readonly settings: Record<string, unknown>;
	/** Where core assumed things, unless said otherwise. */
	readonly paths?: Record<string, string>;
	readonly secretVia?: 'header' | 'payload';
	readonly tokenVia?: string;
	readonly scopes?: readonly string[];
	readonly person: unknown;
	readonly who?: Record<string, unknown>;
	/** Where nobody is let in. */
	readonly code?: ErrorCode;
}

let people = 0;
/** Somebody whom no other case knows. */
const person = (more: object): object => ({ id: `person-${people++}`, ...more });

/** Somebody with a username and no more, who gets it. */
const named = (username: string): Pick<Case, 'person' | 'who'> => ({ person: person({ username }), who: { username } });

/** Where things are, and how they are sent. */
export const servers: Record<string, Case> = {
	"core's defaults": {
		settings: {},
		secretVia: 'payload',
		scopes: ['openid'],
		person: person({ username: 'plain', name: 'Plain P.', email: 'plain@example.com', email_verified: true }),
		who: { username: 'plain', name: 'Plain P.', emails: [{ address: 'plain@example.com', verified: true }] },
	},
	'an address without a word on whether it was verified': {
		settings: {},
		person: person({ username: 'unsure', email: 'unsure@example.com' }),
		who: { username: 'unsure', emails: [] },
	},
	'secret and token in the header': {
		settings: { '-token_sent_via': 'header', '-identity_token_sent_via': 'header' },
		secretVia: 'header',
		tokenVia: 'header',
		...named('header'),
	},
	'secret in the body, token in the query under a name of its own': {
		settings: {
			'-token_sent_via': 'payload',
			'-identity_token_sent_via': 'payload',
			'-access_token_param': 'auth_token',
		},
		secretVia: 'payload',
		tokenVia: 'auth_token',
		...named('query'),
	},
	'secret in the header, token in the query': {
		settings: { '-token_sent_via': 'header', '-identity_token_sent_via': 'payload' },
		secretVia: 'header',
		tokenVia: 'access_token',
		...named('mixed'),
	},
	'core’s "same as token sent via": a secret in the body, a token in the query': {
		settings: { '-token_sent_via': 'payload', '-identity_token_sent_via': 'default' },
		secretVia: 'payload',
		tokenVia: 'access_token',
		...named('same'),
	},
	'paths without slashes, below a folder': {
		url: 'https://club.example.com/app/',
		settings: { '-authorize_path': 'auth.php', '-token_path': 'token.php', '-identity_path': 'me.php' },
		paths: { authorize: '/app/auth.php', token: '/app/token.php', identity: '/app/me.php' },
		...named('folder'),
	},
	'too many slashes': {
		url: 'https://club.example.com//',
		settings: { '-authorize_path': '/a', '-token_path': '/t', '-identity_path': '/i' },
		paths: { authorize: '/a', token: '/t', identity: '/i' },
		...named('slashes'),
	},
	'a path with a slash at its end, which matters': {
		settings: { '-authorize_path': '/a/', '-token_path': '/t/', '-identity_path': '/i/' },
		paths: { authorize: '/a/', token: '/t/', identity: '/i/' },
		...named('trailing'),
	},
	'whole addresses, an identity with a query of its own': {
		url: 'https://elsewhere.example.com',
		settings: {
			'-authorize_path': 'https://club.example.com/a',
			'-token_path': 'https://club.example.com/t',
			'-identity_path': 'https://club.example.com/i?format=json',
			'-identity_token_sent_via': 'payload',
		},
		paths: { authorize: '/a', token: '/t', identity: '/i' },
		tokenVia: 'access_token',
		...named('absolute'),
	},
	'scopes of its own': {
		settings: { '-scope': 'profile.read, email.read' },
		scopes: ['profile.read', 'email.read'],
		...named('scoped'),
	},
};

/** What is said about somebody. */
export const documents: Record<string, Case> = {
	'templates for every field': {
		settings: {
			'-username_field': '{{/^(.+)@/::mail}}',
			'-name_field': '{{names.given}} {{names.family}}',
			'-email_field': 'nothing|mail',
			'-email_verified_field': 'nothing_verified|mail_verified',
		},
		person: person({ mail: 'Tem.Plate@example.com', mail_verified: true, names: { given: 'Tem', family: 'Plate' } }),
		who: { username: 'tem.plate', name: 'Tem Plate', emails: [{ address: 'tem.plate@example.com', verified: true }] },
	},
	'a claim with dots in its name': {
		settings: { '-username_field': 'https://example.com/login' },
		person: person({ 'https://example.com/login': 'dotted' }),
		who: { username: 'dotted' },
	},
	'a template that finds nothing is nothing, and never "undefined"': {
		settings: { '-username_field': '{{/^(.+)@/::mail}}', '-name_field': '{{first}} {{last}}' },
		person: person({ mail: 'no address' }),
		who: { username: expect.stringMatching(/^user-[a-z0-9]{10}$/) as string },
	},
	Meteor: {
		settings: {},
		person: { _id: 'm1', username: 'meteor', emails: [{ address: 'm@example.com', verified: true }] },
		who: { username: 'meteor', emails: [{ address: 'm@example.com', verified: true }] },
	},
	'Reddit and other wrappers': {
		settings: {},
		person: { result: { id: 'r1', username: 'snoo' } },
		who: { username: 'snoo' },
	},
	XenForo: {
		settings: { '-username_field': 'user.username' },
		person: { user: { user_id: 77, username: 'xen', user_email: 'xen@example.com' } },
		who: { username: 'xen', emails: [] },
	},
	Phabricator: {
		settings: { '-username_field': 'userName' },
		person: { phid: 'PHID-USER-1', userName: 'phab', realName: 'Phab R.' },
		who: { username: 'phab', name: 'phab' },
	},
	'EVE Online': {
		settings: { '-username_field': 'CharacterName' },
		person: { CharacterID: 95465499, CharacterName: 'CCP Bartender' },
		who: { username: 'ccp.bartender', name: 'CCP Bartender' },
	},
	Dataporten: {
		settings: { '-username_field': 'user.userid' },
		person: {
			user: { userid: '76a7', userid_sec: ['feide:andreas@uninett.no'], name: 'Andreas', email: 'a@example.com' },
		},
		who: { username: '76a7', name: 'Andreas', emails: [] },
	},
	'an id that is 0 is nobody': {
		settings: {},
		person: { id: 0, username: 'zero' },
		code: 'subject_missing',
	},
};
