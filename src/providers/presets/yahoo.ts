import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://developer.yahoo.com/sign-in-with-yahoo/, https://developer.yahoo.com/oauth2/guide/openid_connect/ */
export const yahoo: Preset = {
	id: 'yahoo',
	name: 'Yahoo',
	traits: { ...openid, issuer: 'https://api.login.yahoo.com' },
	button: { color: '#5F01D1', textColor: '#FFFFFF' },
};
