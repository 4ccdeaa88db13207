import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { Control } from '../../controls/control';
import { checkText, choice, flag, oneOf } from '../../controls/control';
import { address, anyText, line, path } from '../../controls/textControls';
import { isProtocolParameter } from '../../oauth/authorizationRequest';
import type { FieldContext } from './field';
import { field } from './field';

/** Its choices are the variants of the provider, whose names are those of products, the same in every language. */
const variantChoice: Control<string, FieldContext> = {
	...anyText,
	type: SettingType.SELECT,
	check: checkText((value, { variants }) => oneOf(variants, value)),
};

const parameterName: typeof line = {
	...line,
	check: checkText((value) => (/^[\w.-]{1,64}$/.test(value) ? undefined : { key: 'text' })),
};

const parameters: typeof line = {
	...line,
	check: checkText((value) => {
		if (value.length > 2048) return { key: 'text' };
		const names = [...new URLSearchParams(value).keys()];
		const detail = names.find((name) => name === '' || isProtocolParameter(name));
		return detail === undefined ? undefined : { key: 'parameters', detail };
	}),
};

/** What the protocol sets is in no query of it: one of the two would win, and which one is the server's choice. */
const authorizePath: typeof path = {
	...path,
	check: checkText(async (value, context) => {
		const query = new URLSearchParams(value.split('?').slice(1).join('?'));
		const detail = [...query.keys()].find(isProtocolParameter);
		return (await path.check(value, context)) ?? (detail === undefined ? undefined : { key: 'parameters', detail });
	}),
};

/** How the provider works. An empty field leaves it to the preset, or to the definition. */
export const serverFields = {
	variant: field('preset', variantChoice),
	/** Or the address of its document. */
	issuer: field('issuer', address),
	url: field('url', address),
	authorizePath: field('authorize_path', authorizePath),
	tokenPath: field('token_path', path),
	tokenSentVia: field(
		'token_sent_via',
		choice({ automatic: 'choice_automatic', header: 'choice_header', payload: 'choice_payload' }),
	),
	identityPath: field('identity_path', path),
	/** "payload" is core's word for the query here, and its "default" is "as the client secret". */
	identityTokenSentVia: field(
		'identity_token_sent_via',
		choice({ default: 'choice_default', header: 'choice_header', payload: 'choice_payload' }),
	),
	accessTokenParam: field('access_token_param', parameterName),
	scope: field('scope', line),
	extraParameters: field('extra_parameters', parameters),
	/** Signing out here ends the session at the provider, and the other way round. */
	signOut: field('logout', flag),
};
