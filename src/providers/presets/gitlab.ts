import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** GitLab.com, or by its issuer an instance of one's own. https://docs.gitlab.com/integration/openid_connect_provider/ */
export const gitlab: Preset = {
	id: 'gitlab',
	name: 'GitLab',
	traits: {
		...openid,
		issuer: 'https://gitlab.com',
		addressEndings: ['/api/v4', '/oauth/authorize', '/oauth', '/users/sign_in'],
	},
	button: { color: '#FC6D26', textColor: '#FFFFFF' },
	core: {
		service: 'gitlab',
		enabledSetting: 'Accounts_OAuth_Gitlab',
		urlSetting: 'API_Gitlab_URL',
		server: 'https://gitlab.com',
	},
};
