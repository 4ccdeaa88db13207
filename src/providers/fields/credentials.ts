import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { checkText, flag } from '../../controls/control';
import { copiedLine, line, lineProblem, secret } from '../../controls/textControls';
import { parseApplePrivateKey } from '../../oauth/appleClientSecret';
import { isKeyText, readClientKey } from '../../oauth/clientKey';
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

/** Or the private key of `private_key_jwt`. */
const clientSecret: typeof secret = {
	...secret,
	check: checkText(async (value) => {
		if (!isKeyText(value)) return lineProblem(value);
		const key = await readClientKey(value);
		return 'error' in key ? { key: 'client_key', detail: key.error } : undefined;
	}),
};

/** What the workspace is at the provider. */
export const credentialFields = {
	enabled: field('', flag, { label: 'enabled' }),
	clientId: field('id', copiedLine, { label: 'client_id' }),
	clientSecret: field('secret', clientSecret, { label: 'client_secret' }),
	/** Apple signs in with a key instead of a client secret. */
	teamId: field('iss', line, { label: 'team_id' }),
	keyId: field('kid', line, { label: 'key_id' }),
	privateKey: field('secretKey', appleKey, { label: 'private_key' }),
	callbackUrl: field('callback_url', line, { copyOnly: true }),
};
