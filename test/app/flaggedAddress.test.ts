import type { Behaviour } from '../hostile/faults';
import { ProviderScene } from './providers/support';
import { Browser } from './support/browser';
import type { AppPage } from './support/page';

/*
 * An address and the flag that calls it verified, where they are not of one claim in one document: through the packaged
 * app, with merging on, by an attacker whose own address is verified.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club' } });

let count = 0;

interface Persons {
	readonly username: string;
	/** The address of the account that exists, or that the attacker wants to have. */
	readonly victim: string;
	/** The attacker's. */
	readonly own: string;
}

function persons(): Persons {
	count += 1;
	return { username: `boss${count}`, victim: `boss${count}@corp.example`, own: `mallory${count}@evil.example` };
}

interface Case {
	readonly protocol: 'openid' | 'oauth2';
	readonly fields?: Record<string, unknown>;
	readonly says: (who: Persons) => Pick<Behaviour, 'claims' | 'userinfoClaims'>;
}

/** The club's form as it is when nothing but the provider is filled in, and `fields`. */
async function setUp(protocol: Case['protocol'], fields: Record<string, unknown>): Promise<void> {
	const { issuer, clientId, clientSecret } = scene.base.provider;
	await scene.configureCustom('Club', {
		...{ '-id': clientId, '-secret': clientSecret, '-url': issuer, '': true },
		...{ '-issuer': protocol === 'openid' ? issuer : '', '-preset': 'custom' },
		// Discovered, or as they are here.
		'-authorize_path': protocol === 'openid' ? '' : '/authorize',
		'-token_path': protocol === 'openid' ? '' : '/token',
		'-identity_path': protocol === 'openid' ? '' : '/userinfo',
		...{ '-email_field': '', '-email_verified_field': '', '-trust_email_without_claim': false },
		...{ '-merge_users': false, '-email_domains': '' },
		...fields,
	});
	await scene.base.settle();
}

async function createAccount({ username, victim }: Persons): Promise<string> {
	const { user } = await scene.base.admin.call<{ user: { _id: string } }>(
		'POST',
		'/api/v1/users.create',
		JSON.stringify({ username, name: username, email: victim, password: 'pass-word' }),
	);
	Object.assign(scene.base.workspace.store.users.get(user._id)!, { emails: [{ address: victim, verified: true }] });
	return user._id;
}

function signIn(who: Persons, { claims, userinfoClaims }: ReturnType<Case['says']>): Promise<AppPage> {
	const common = { sub: `sub-${who.own}`, id: `id-${who.own}`, preferred_username: who.username };
	const silent = { name: undefined, email: undefined, email_verified: undefined };
	scene.base.provider.set({
		claims: { ...silent, ...common, ...claims },
		...(userinfoClaims ? { userinfoClaims } : {}),
	});
	return scene.base.walk(new Browser(), scene.base.url('login/club'));
}

const trusting = { '-trust_email_without_claim': true };

/** Each takes a flag that is about another address, or overrides a no, to have the victim's address called verified. */
const attacks: Record<string, Case> = {
	"the flag of UserInfo's address, for the id_token's": {
		protocol: 'openid',
		says: ({ victim, own }) => ({ claims: { email: victim }, userinfoClaims: { email: own, email_verified: true } }),
	},
	"the flag of an id_token without an address, for UserInfo's": {
		protocol: 'openid',
		says: ({ victim }) => ({
			...{ claims: { email_verified: true }, userinfoClaims: { email: victim, email_verified: false } },
		}),
	},
	'the flag of `email`, for a claim of the e-mail field, OpenID Connect': {
		protocol: 'openid',
		fields: { '-email_field': 'contact' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, contact: victim } }),
	},
	'the flag of `email`, for a claim of the e-mail field, OAuth 2.0': {
		protocol: 'oauth2',
		fields: { '-email_field': 'contact' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, contact: victim } }),
	},
	'the flag of `email`, for the first of two claims': {
		protocol: 'oauth2',
		fields: { '-email_field': 'contact|email' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, contact: victim } }),
	},
	'the flag of `email`, for the first of two claims, named by the admin': {
		protocol: 'oauth2',
		fields: { '-email_field': 'contact|email', '-email_verified_field': 'email_verified' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, contact: victim } }),
	},
	'the flag of `email`, for a composed address': {
		protocol: 'oauth2',
		fields: { '-email_field': '{{preferred_username}}@corp.example' },
		says: ({ own }) => ({ claims: { email: own, email_verified: true } }),
	},
	'the flag of `email`, for preferred_username': {
		protocol: 'openid',
		fields: { '-email_field': 'preferred_username' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, preferred_username: victim } }),
	},
	'the flag of `email`, for upn': {
		protocol: 'openid',
		fields: { '-email_field': 'upn' },
		says: ({ victim, own }) => ({ claims: { email: own, email_verified: true, upn: victim } }),
	},
	'trust, where the provider says no': {
		protocol: 'oauth2',
		fields: trusting,
		says: ({ victim }) => ({ claims: { email: victim, email_verified: false } }),
	},
	'trust, where the provider says no in other letters': {
		protocol: 'openid',
		fields: trusting,
		says: ({ victim }) => ({ claims: { email: victim, email_verified: 'False' } }),
	},
	'trust in another claim, where the provider says no of the same address': {
		protocol: 'oauth2',
		fields: { ...trusting, '-email_field': 'contact' },
		says: ({ victim }) => ({ claims: { email: victim, email_verified: 0, contact: victim } }),
	},
	'trust beside a flag that is named, and that says no': {
		protocol: 'oauth2',
		fields: { ...trusting, '-email_field': 'contact', '-email_verified_field': 'contact_verified' },
		says: ({ victim }) => ({ claims: { contact: victim, contact_verified: 'no' } }),
	},
};

describe.each(Object.entries(attacks))('%s', (_, { protocol, fields = {}, says }) => {
	beforeAll(() => setUp(protocol, { ...fields, '-merge_users': true }));

	test('opens no account that exists', async () => {
		const who = persons();
		await createAccount(who);
		await scene.base.expectConfirm(() => signIn(who, says(who)));
	});

	test('gives a new account no address', async () => {
		const who = persons();
		const { userId } = await scene.base.expectSignedIn(signIn(who, says(who)), { username: who.username });
		const { emails = [] } = scene.base.workspace.store.users.get(userId)!;
		expect(emails.filter(({ address }) => address === who.victim)).toEqual([]);
	});

	test('is not on a list of domains', async () => {
		const who = persons();
		await scene.configureCustom('Club', { '-email_domains': 'corp.example' });
		await scene.base.expectRefusal('email_domain_not_allowed', () => signIn(who, says(who)));
	});
});

/** The other way round: a flag about the address itself still counts. */
const honest: Record<string, Case> = {
	'an address with its flag, in the id_token': {
		protocol: 'openid',
		says: ({ victim }) => ({ claims: { email: victim, email_verified: true } }),
	},
	'an address with its flag, in UserInfo': {
		protocol: 'openid',
		says: ({ victim }) => ({ claims: {}, userinfoClaims: { email: victim, email_verified: true } }),
	},
	'an address in both, with the flag in UserInfo': {
		protocol: 'openid',
		says: ({ victim }) => ({ claims: { email: victim }, userinfoClaims: { email: victim, email_verified: true } }),
	},
	'another claim, and its flag named': {
		protocol: 'oauth2',
		fields: { '-email_field': 'contact', '-email_verified_field': 'contact_verified' },
		says: ({ victim, own }) => ({
			...{ claims: { contact: victim, contact_verified: true, email: own, email_verified: false } },
		}),
	},
	'two claims, and a flag for each': {
		protocol: 'oauth2',
		fields: { '-email_field': 'contact|email', '-email_verified_field': 'contact_verified|email_verified' },
		says: ({ victim }) => ({ claims: { email: victim, email_verified: true } }),
	},
	'another claim, trusted': {
		protocol: 'openid',
		fields: { ...trusting, '-email_field': 'contact' },
		says: ({ victim, own }) => ({ claims: { contact: victim, email: own, email_verified: true } }),
	},
	'no word, trusted': {
		protocol: 'oauth2',
		fields: trusting,
		says: ({ victim }) => ({ claims: { email: victim } }),
	},
};

test.each(Object.entries(honest))('%s is verified', async (_, { protocol, fields = {}, says }) => {
	const who = persons();
	const _id = await createAccount(who);
	await setUp(protocol, { ...fields, '-merge_users': true, '-email_domains': 'corp.example' });
	await scene.base.expectSignedIn(signIn(who, says(who)), { _id });
});
