import type { Preset } from '../definition/definition';
import { github } from './github';

/**
 * GitHub Enterprise Server.
 * https://docs.github.com/en/enterprise-server/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export const githubEnterprise: Preset = {
	...github,
	id: 'github_enterprise',
	name: 'GitHub Enterprise Server',
	traits: {
		protocol: 'oauth2',
		addressEndings: ['/api/v3', '/api', '/login'],
		authorizePath: '/login/oauth/authorize',
		tokenPath: '/login/oauth/access_token',
		identityPath: '/api/v3/user',
		furtherRequests: { emails: '/api/v3/user/emails' },
		scope: github.traits.scope,
		secretSentVia: 'payload',
		claims: github.traits.claims,
		emailTrust: github.traits.emailTrust,
	},
	core: {
		service: 'github_enterprise',
		enabledSetting: 'Accounts_OAuth_GitHub_Enterprise',
		urlSetting: 'API_GitHub_Enterprise_URL',
	},
};
