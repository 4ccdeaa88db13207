import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc */
export const kakao: Preset = {
	id: 'kakao',
	name: 'Kakao',
	traits: {
		...openid,
		issuer: 'https://kauth.kakao.com',
		scope: 'openid profile_nickname profile_image account_email',
		secretSentVia: 'payload',
		claims: { ...openid.claims, username: 'nickname', name: 'nickname' },
	},
	button: { color: '#FEE500', textColor: '#191919' },
};
