import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { namesIn, parseClaimedMap } from '../identity/claimedMap';
import { parseTemplate } from '../identity/template';
import { sanitiseColor } from '../values/buttonLook';
import { parseApplePrivateKey } from '../oauth/appleClientSecret';
import { isProtocolParameter } from '../oauth/authorizationRequest';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { customNames, customNamesSetting } from '../providers/custom';
import type { Field, FieldRole, ProviderDefinition } from '../providers/definition/definition';
import { isFree } from '../providers/registry';
import { withScheme } from './provider';
import type { ProxyContext } from './proxyProblems';
import { proxyChecks } from './proxyProblems';
import { choiceKeys, isSwitch, peopleSection, proxySection, workspaceSection } from './sections';
import { list } from '../values/parse';
import { serviceAccountSettings } from './serviceAccount';
import type { Problem } from './problem';

type Check = (
	value: string,
	context: { definition: ProviderDefinition; role: FieldRole; rules: EndpointRules },
) => Problem | undefined | Promise<Problem | undefined>;

const url: Check = (value, { rules }) => {
	const detail = endpointProblem(withScheme(value) || value, rules);
	return detail ? { key: 'url', detail } : undefined;
};

const path: Check = (value, context) => {
	const [, slashes] = /^[a-z][a-z0-9+.-]*:(\/\/)?/i.exec(value) ?? [];
	if (slashes) return url(value, context);
	// A colon in the first segment makes a scheme or a host of it, whoever reads it.
	if (/^[^/]*:/.test(value)) return { key: 'url' };
	const isPath = value.length <= 2048 && /^(?!\/\/)[\x21-\x7e]+$/.test(value) && !/[\\#]/.test(value);
	return isPath ? undefined : { key: 'path' };
};

const color: Check = (value) => (sanitiseColor(value) ? undefined : { key: 'color' });

const template: Check = (value) => {
	const parsed = parseTemplate(value);
	return 'error' in parsed ? { key: 'template', detail: parsed.error } : undefined;
};

const choice: Check = (value, { definition, role }) =>
	choiceKeys(definition, role)?.includes(value)
		? undefined
		: { key: 'choice', detail: choiceKeys(definition, role)?.join(', ') };

const lineProblem = (value: string): Problem | undefined =>
	value.length > 4096 || /\p{Cc}/u.test(value) ? { key: 'text' } : undefined;

const line: Check = lineProblem;

const privateKey: Check = async (value) => {
	const key = await parseApplePrivateKey(value);
	return 'error' in key ? { key: 'private_key', detail: key.error } : undefined;
};

const parameters: Check = (value) => {
	if (value.length > 2048) return { key: 'text' };
	const names = [...new URLSearchParams(value).keys()];
	const detail = names.find((name) => name === '' || isProtocolParameter(name));
	return detail === undefined ? undefined : { key: 'parameters', detail };
};

const map: Check = (value) => {
	if (value.length > 20_000) return { key: 'text' };
	const parsed = parseClaimedMap(value);
	return 'error' in parsed ? { key: 'map', detail: parsed.error } : undefined;
};

/** Roles that people have in single rooms, or that say what kind of user somebody is (Rocket.Chat's own). */
const notToBeMapped = new Set(['owner', 'moderator', 'leader', 'bot', 'app', 'anonymous']);

function roleProblem(roles: Iterable<string>): Problem | undefined {
	const detail = [...roles].filter((role) => notToBeMapped.has(role)).join(', ');
	return detail ? { key: 'role', detail } : undefined;
}

const rolesMap: Check = (value, context) => {
	const parsed = parseClaimedMap(value);
	return 'error' in parsed ? map(value, context) : roleProblem(namesIn(parsed));
};

const parameterName: Check = (value) => (/^[\w.-]{1,64}$/.test(value) ? undefined : { key: 'text' });

const domains: Check = (value) => {
	const detail = list(value).find((domain) => !/^@?(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i.test(domain));
	return detail === undefined ? undefined : { key: 'domain', detail };
};

/** What a text field may hold; an empty one always may. */
const checks: Partial<Record<FieldRole, Check>> = {
	variant: choice,
	issuer: url,
	url,
	authorizePath: path,
	tokenPath: path,
	identityPath: path,
	clientId: line,
	clientSecret: line,
	teamId: line,
	keyId: line,
	privateKey,
	scope: line,
	tokenSentVia: choice,
	identityTokenSentVia: choice,
	accessTokenParam: parameterName,
	extraParameters: parameters,
	usernameField: template,
	emailField: template,
	emailVerifiedField: template,
	nameField: template,
	avatarField: template,
	allowCreate: choice,
	allowLink: choice,
	keyField: choice,
	onlyDomains: domains,
	onlyGroups: line,
	groupsClaim: template,
	rolesClaim: template,
	groupsSeparator: choice,
	rolesMap,
	rolesToSync: (value, context) => line(value, context) ?? roleProblem(list(value)),
	groupsChannelMap: map,
	channelsAdmin: line,
	loginStyle: choice,
	showButton: choice,
	buttonText: line,
	buttonTextColor: color,
	buttonColor: color,
};

/** Why a field of a provider can't have the value; undefined when it can. */
export async function fieldProblem(
	definition: ProviderDefinition,
	{ role }: Field,
	value: unknown,
	rules: EndpointRules,
): Promise<Problem | undefined> {
	if (isSwitch(role)) return typeof value === 'boolean' ? undefined : { key: 'switch' };
	if (role === 'order') return Number.isSafeInteger(value) || value === '' ? undefined : { key: 'number' };
	// Core's own switch for the button is a boolean.
	if (role === 'showButton' && typeof value === 'boolean') return undefined;
	if (value === '' || value === null || value === undefined) return undefined;
	if (typeof value !== 'string') return { key: 'text' };
	return checks[role]?.(value.trim(), { definition, role, rules });
}

/** Why a setting that belongs to no provider can't have the value. */
export function settingProblem(id: string, value: unknown, context: ProxyContext): Problem | undefined {
	if (value === '' || value === null || value === undefined) return undefined;
	if (id === customNamesSetting) return namesProblem(value);
	const proxyCheck = proxyChecks[id];
	if (proxyCheck) return typeof value === 'string' ? proxyCheck(value.trim(), context) : { key: 'text' };
	if (addresses.has(id)) return addressProblem(value);
	if (credentials.has(id)) return typeof value === 'string' ? lineProblem(value) : { key: 'text' };
	const allowed = choices.get(id);
	if (allowed)
		return allowed.some((choice) => choice === value) ? undefined : { key: 'choice', detail: allowed.join(', ') };
	// Of a provider that was taken from the list, a page that is still open sends the fields all the same.
	return switches.has(id) && typeof value !== 'boolean' ? { key: 'switch' } : undefined;
}

const own = [...workspaceSection, ...peopleSection, ...proxySection('')];
const addresses = new Set(['Session_internal_url', 'Session_cas_url']);
const credentials = new Set<string>(Object.values(serviceAccountSettings));
const choices = new Map(own.flatMap(({ id, values }) => (values ? [[id, values.map(({ key }) => key)] as const] : [])));
const switches = new Set(own.filter(({ type }) => type === SettingType.BOOLEAN).map(({ id }) => id));

/** An address of the workspace itself: inside a data centre it may well be plain HTTP. */
function addressProblem(value: unknown): Problem | undefined {
	if (typeof value !== 'string') return { key: 'text' };
	const detail = endpointProblem(value.trim().replace(/^http:/, 'https:'), { allowHttpLoopback: false });
	return detail ? { key: 'url', detail } : undefined;
}

function namesProblem(value: unknown): Problem | undefined {
	if (typeof value !== 'string') return { key: 'text' };
	const written = value
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	const bad = written.find((name) => customNames(name).length === 0);
	if (bad !== undefined) return { key: 'name', detail: bad };
	const taken = customNames(value).find((name) => !isFree(name));
	if (taken !== undefined) return { key: 'name_taken', detail: taken };
	return customNames(value).length < written.length ? { key: 'name', detail: value } : undefined;
}
