import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * Gitea and Forgejo. https://docs.gitea.com/development/oauth2-provider,
 * https://forgejo.org/docs/latest/user/oauth2-provider/
 */
export const gitea: Preset = {
	id: 'gitea',
	name: 'Gitea, Forgejo',
	traits: openid,
	button: { color: '#609926', textColor: '#FFFFFF' },
};
