import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { checkText, flag } from '../../controls/control';
import { line, secret } from '../../controls/textControls';
import { parseApplePrivateKey } from '../../oauth/appleClientSecret';
import { field } from './field';

const appleKey: typeof secret = {
	...secret,
	type: SettingType.PASSWORD,
	multiline: true,
	check: checkText(async (value) => {
		const key = await parseApplePrivateKey(value);
		return 'error' in key ? { key: 'private_key', detail: key.error } : undefined;
	}),
};

/** What the workspace is at the provider. */
export const credentialFields = {
	enabled: field('', flag, { label: 'enabled' }),
	clientId: field('id', line, { label: 'client_id' }),
	clientSecret: field('secret', secret, { label: 'client_secret' }),
	/** Apple signs in with a key instead of a client secret. */
	teamId: field('iss', line, { label: 'team_id' }),
	keyId: field('kid', line, { label: 'key_id' }),
	privateKey: field('secretKey', appleKey, { label: 'private_key' }),
	callbackUrl: field('callback_url', line, { copyOnly: true }),
};
