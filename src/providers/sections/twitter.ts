import { account, button, colors, login, section } from '../fields/section';
import type { ProviderDefinition, Traits } from '../definition/definition';

/** The same in both versions: it stands for the issuer, and who has signed in with one keeps the account in the other. */
const url = 'https://api.x.com';

/**
 * https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code,
 * https://docs.x.com/x-api/users/get-my-user
 */
const oauth2: Traits = {
	protocol: 'oauth2',
	url,
	authorizePath: 'https://x.com/i/oauth2/authorize',
	tokenPath: '/2/oauth2/token',
	identityPath: '/2/users/me?user.fields=confirmed_email,profile_image_url',
	scope: 'users.read tweet.read users.email',
	secretSentVia: 'header',
	claims: {
		subject: 'data.id',
		username: 'data.username',
		name: 'data.name',
		email: 'data.confirmed_email',
		avatar: 'data.profile_image_url',
	},
	emailTrust: 'trusted',
};

/** https://docs.x.com/fundamentals/authentication/guides/log-in-with-x */
const oauth1: Traits = {
	protocol: 'oauth1',
	url,
	requestTokenPath: '/oauth/request_token',
	authorizePath: '/oauth/authenticate',
	tokenPath: '/oauth/access_token',
	identityPath: '/1.1/account/verify_credentials.json?include_email=true',
	scope: '',
	claims: {
		// `id` is a number that JSON can not hold exactly.
		subject: 'id_str',
		username: 'screen_name',
		name: 'name',
		// Left out by X where it is not verified.
		email: 'email',
		avatar: 'profile_image_url_https',
	},
	emailTrust: 'trusted',
};

export const twitter: ProviderDefinition = {
	id: 'twitter',
	name: 'X (Twitter)',
	fields: section(
		'Accounts_OAuth_Twitter_',
		[
			'enabled',
			'clientId',
			'clientSecret',
			'callbackUrl',
			'variant',
			'url',
			'authorizePath',
			'tokenPath',
			'identityPath',
			'scope',
			...account,
			...login,
			...button,
		],
		{
			...colors('#0F1419'),
			variant: { id: 'Accounts_OAuth_Twitter_oauth_version', value: '2.0', label: 'twitter_oauth_version' },
		},
	),
	traits: oauth2,
	variants: {
		'2.0': { name: 'OAuth 2.0', traits: oauth2 },
		'1.0a': { name: 'OAuth 1.0a', traits: oauth1 },
	},
	core: { service: 'twitter', enabledSetting: 'Accounts_OAuth_Twitter', server: url },
};
