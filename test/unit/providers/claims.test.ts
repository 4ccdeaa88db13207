import { toIdentity } from '../../../src/identity/claimMap';
import { normalise } from '../../../src/identity/normalise';
import { catalog } from '../../../src/providers/catalog';
import type { Traits } from '../../../src/providers/definition/definition';
import { presets } from '../../../src/providers/presets';
import { preset, section } from './support';

/* Documents as the providers' own documentation shows them, cut to what counts. */

const identity = (traits: Traits, document: Record<string, unknown>) =>
	toIdentity([traits.normalised ? normalise(document) : document], {
		map: traits.claims,
		emailTrust: traits.emailTrust,
		provider: 'p',
		issuer: 'https://example.com',
	});

test.each<[string, Traits, Record<string, unknown>, Record<string, unknown>]>([
	[
		'Apple',
		section('apple').traits,
		{ sub: '001.a.1', email: 'ada@icloud.com', email_verified: 'true', name: 'Ada Lovelace' },
		{ subject: '001.a.1', username: 'ada', email: 'ada@icloud.com', emailVerified: true },
	],
	[
		'Apple, hidden address',
		section('apple').traits,
		{ sub: '1', email: 'dpdcnf87nu@privaterelay.appleid.com', email_verified: true, name: 'Ada Lovelace' },
		{
			...{ username: undefined, name: 'Ada Lovelace' },
			...{ email: 'dpdcnf87nu@privaterelay.appleid.com', emailVerified: true },
		},
	],
	[
		'Apple, a host that only looks like the relay',
		section('apple').traits,
		{ sub: '1', email: 'ada@privaterelay.appleid.com.example.com', name: 'Ada Lovelace' },
		{ username: 'ada', emailVerified: false },
	],
	[
		'X, OAuth 2.0',
		section('twitter').traits,
		{ data: { id: '2244994945', name: 'X Dev', username: 'XDevelopers', confirmed_email: 'dev@example.com' } },
		{ subject: '2244994945', username: 'XDevelopers', name: 'X Dev', email: 'dev@example.com', emailVerified: true },
	],
	[
		'X, OAuth 1.0a',
		section('twitter').variants!['1.0a']!.traits,
		{ id: 2244994945, id_str: '2244994945', name: 'X Dev', screen_name: 'XDevelopers', email: 'dev@example.com' },
		{ subject: '2244994945', username: 'XDevelopers', emailVerified: true },
	],
	[
		'X without an address',
		section('twitter').traits,
		{ data: { id: '1', name: 'X', username: 'x' } },
		{ email: undefined, emailVerified: false },
	],
	[
		'Tokenpass',
		section('tokenpass').traits,
		{ id: '5', username: 'ada', email: 'ada@example.com' },
		{ subject: '5', username: 'ada', name: 'ada', emailVerified: false },
	],
	[
		'Drupal, whatever it says of the address',
		section('drupal').variants!.simple_oauth!.traits,
		{ sub: '7', preferred_username: 'ada', name: 'Ada', email: 'ada@example.com', email_verified: true },
		{ subject: '7', username: 'ada', name: 'Ada', emailVerified: false },
	],
	[
		'Dolphin',
		section('dolphin').traits,
		{ ID: '3', NickName: 'ada', FullName: 'Ada Lovelace', Email: 'ada@example.com' },
		{ subject: '3', username: 'ada', name: 'Ada Lovelace', emailVerified: false },
	],
	[
		'Microsoft without xms_edov',
		preset('microsoft'),
		{ sub: 's', preferred_username: 'ada@contoso.com', email: 'ceo@example.com', email_verified: true },
		{ username: 'ada@contoso.com', email: 'ceo@example.com', emailVerified: false },
	],
	[
		'Microsoft with xms_edov',
		preset('microsoft'),
		{ sub: 's', preferred_username: 'ada@contoso.com', email: 'ada@contoso.com', xms_edov: true },
		{ emailVerified: true },
	],
	[
		'Facebook',
		preset('facebook'),
		{
			id: '10',
			name: 'Ada Lovelace',
			email: 'a@example.com',
			picture: { data: { url: 'https://x.fbcdn.net/p.jpg' } },
		},
		{ subject: '10', username: 'Ada Lovelace', avatarUrl: 'https://x.fbcdn.net/p.jpg', emailVerified: false },
	],
	[
		'LinkedIn',
		preset('linkedin'),
		{ sub: '782bbtaQ', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: 'true' },
		{ subject: '782bbtaQ', username: undefined, name: 'Ada Lovelace', emailVerified: true },
	],
	[
		'Discord',
		preset('discord'),
		{ id: '80351110224678912', username: 'nelly', global_name: null, verified: true, email: 'nelly@example.com' },
		{ subject: '80351110224678912', username: 'nelly', name: 'nelly', emailVerified: true },
	],
	[
		'Discord, an address that is not verified',
		preset('discord'),
		{ id: '1', username: 'nelly', verified: false, email: 'nelly@example.com', email_verified: true },
		{ emailVerified: false },
	],
	[
		'Nextcloud',
		preset('nextcloud'),
		{ ocs: { data: { id: 'ada', displayname: 'Ada', email: 'ada@example.com', groups: ['staff'] } } },
		{ subject: 'ada', username: 'ada', name: 'Ada', groups: ['staff'], emailVerified: false },
	],
	[
		'Invision Community',
		preset('invision'),
		{
			...{ id: 12, name: 'Ada L', email: 'ada@example.com', photoUrl: '//cdn.example.com/a.png' },
			...{ primaryGroup: { name: 'Members' }, secondaryGroups: [{ name: 'Staff' }] },
		},
		{ subject: '12', username: 'Ada L', avatarUrl: 'https://cdn.example.com/a.png', groups: ['Members', 'Staff'] },
	],
	[
		'Meteor',
		preset('meteor'),
		{ id: 'kZ', username: 'ada', emails: [{ address: 'ada@example.com', primary: true, verified: true }] },
		{ subject: 'kZ', username: 'ada', name: 'ada', email: 'ada@example.com', emailVerified: true },
	],
	[
		'WordPress',
		preset('wordpress'),
		{ ID: '9', user_login: 'ada', display_name: 'Ada', user_email: 'ada@example.com', user_roles: ['editor'] },
		{ subject: '9', username: 'ada', name: 'Ada', groups: ['editor'], emailVerified: false },
	],
	[
		'WordPress.com',
		preset('wordpress_com'),
		{ ID: 78972699, username: 'ada', display_name: 'Ada', email: 'ada@example.com', email_verified: true },
		{ subject: '78972699', username: 'ada', emailVerified: true },
	],
	[
		'Mattermost without a name',
		preset('mattermost'),
		{ id: 'm', username: 'ada', first_name: '', last_name: '', email: 'ada@example.com', email_verified: true },
		{ subject: 'm', name: undefined, emailVerified: true },
	],
	[
		'LINE',
		preset('line'),
		{ userId: 'U4af', displayName: 'Ada', pictureUrl: 'https://profile.line-scdn.net/a' },
		{ subject: 'U4af', username: 'Ada', email: undefined, emailVerified: false },
	],
	[
		'Amazon Cognito, its userInfo endpoint',
		preset('cognito'),
		{ sub: 'c', email: 'ada@example.com', email_verified: 'true', 'cognito:groups': ['staff'] },
		{ emailVerified: true, groups: ['staff'] },
	],
])('%s', (_, traits, document, expected) => {
	expect(identity(traits, document)).toMatchObject(expected);
});

/** A document with a value at the first of several dotted paths, in which a number is an index, and `[flag]` an element. */
const at = (paths: string, value: unknown): unknown =>
	paths
		.split('|')[0]!
		.split('.')
		.reduceRight<unknown>((inner, name) => {
			const flag = /^\[(.*)\]$/.exec(name)?.[1];
			if (flag) return [{ [flag]: false }, { [flag]: true, ...(inner as object) }];
			return /^\d+$/.test(name) ? [inner] : { [name]: inner };
		}, value);

const flagged = [...catalog, ...presets]
	.map(({ id, traits }) => [id, traits] as const)
	.filter(([, { emailTrust }]) => emailTrust === 'claim');

test.each(flagged)('%s: its own flag, and no other, says that an address is verified', (_, traits) => {
	const { subject, email, emailVerified } = traits.claims;
	const isVerified = (flag: unknown): boolean => {
		const document = { [subject]: 's', ...(at(email!, 'ada@example.com') as object), also_verified: true };
		// In Meteor's and GitHub's documents both are in one list.
		const list = { emails: [{ address: 'ada@example.com', email: 'ada@example.com', primary: true, verified: flag }] };
		const own = email!.startsWith('emails.') ? list : (at(emailVerified!, flag) as object);
		return identity(traits, { ...document, ...own }).emailVerified;
	};
	expect([true, false, undefined].map(isVerified)).toEqual([true, false, false]);
});
