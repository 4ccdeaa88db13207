import { setting } from '../controls/setting';
import { line, secret } from '../controls/textControls';

/** In whose name the REST bridge works. */
export const serviceAccountSettings = {
	userId: setting('Session_rest_user_id', line, { section: 'section_session', label: 'rest_user_id' }),
	token: setting('Session_rest_token', secret, { section: 'section_session', label: 'rest_token' }),
	createTokenSecret: setting('Session_create_token_secret', secret, {
		section: 'section_session',
		label: 'create_token_secret',
	}),
} as const;
