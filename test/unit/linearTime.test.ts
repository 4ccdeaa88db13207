import { createContext, Script } from 'node:vm';

import { isPublicPicture } from '../../src/accounts/avatar';
import { explain } from '../../src/attempts/explain';
import { maskAddress, personOf } from '../../src/identity/person';
import { identityFacts } from '../../src/features/proof/identityFacts';
import { code } from '../../src/commands/markdown';
import { noteFailure } from '../../src/attempts/noteFailure';
import { withOwnNames } from '../../src/http/plainHttp';
import { addressBehind } from '../../src/http/clientAddress';
import { LoginError } from '../../src/errors';
import { attemptId, isAttemptCookie } from '../../src/browser/attemptCookie';
import { cookieNames, readCookie } from '../../src/browser/cookies';
import { returnPath } from '../../src/sign-in/returnPath';
import { Throttle } from '../../src/http/throttle';
import { HttpTransport } from '../../src/host/transport';
import { readSubject, toIdentity } from '../../src/identity/claimMap';
import { parseEmail } from '../../src/identity/email';
import { listItems } from '../../src/identity/listItems';
import { normalise } from '../../src/identity/normalise';
import { parsePath } from '../../src/identity/path';
import { plainText } from '../../src/identity/plainText';
import { safeRegex } from '../../src/identity/safeRegex';
import { parseTemplate, values } from '../../src/identity/template';
import type { Template } from '../../src/identity/template';
import { slugUsername, usernameCandidates } from '../../src/identity/username';
import { parseClaimedMap } from '../../src/identity/claimedMap';
import { coreSubject } from '../../src/features/people/coreIdentity';
import { parseLinkList } from '../../src/features/people/linkList';
import { addBlock, addTerms } from '../../src/features/login-page/block';
import { sanitiseColor, sanitiseLabel } from '../../src/values/buttonLook';
import { buttonIcon } from '../../src/features/login-page/buttonIcon';
import { escapeMarkup } from '../../src/values/markup';
import { html, linkTarget } from '../../src/html/html';
import { scriptLiteral } from '../../src/html/inline';
import { textsFor } from '../../src/texts/texts';
import { parseApplePrivateKey } from '../../src/oauth/appleClientSecret';
import { authorizationUrl } from '../../src/oauth/authorizationRequest';
import { parseAuthorizationResponse, parseState } from '../../src/oauth/authorizationResponse';
import { endpointProblem } from '../../src/oauth/endpointRules';
import { parseJsonObject } from '../../src/values/json';
import { parseJwks } from '../../src/oauth/jwks';
import { verifyLogoutToken } from '../../src/oauth/logoutToken';
import { parseMetadata } from '../../src/oauth/metadata';
import { parseAuthorizationResponse as parseOAuth1Response } from '../../src/oauth/oauth1/authorizationResponse';
import { parseFormResponse } from '../../src/oauth/oauth1/tokenResponse';
import { notAnObject, readFailure } from '../../src/oauth/providerFailure';
import { authenticationOf, hasSecondFactor } from '../../src/oauth/secondFactor';
import { cleanText, logText } from '../../src/values/foreignText';
import { parseTokenResponse } from '../../src/oauth/tokenResponse';
import { parseUserinfo } from '../../src/oauth/userinfo';
import { customNames, customProvider } from '../../src/providers/custom';
import { accountFields } from '../../src/providers/fields/accounts';
import type { FieldRole } from '../../src/providers/fields/fields';
import { returnOf } from '../../src/settings/proxyServer';
import { toProvider } from '../../src/features/proxy/toProvider';
import { toWorkspace } from '../../src/features/proxy/toWorkspace';
import { failureOf } from '../../src/workspace/rest/restFailure';
import { parseLoginAnswer, parseMethodAnswer } from '../../src/workspace/session/loginAnswer';
import { ownService } from '../../src/workspace/cas/service';
import { endpointUrl } from '../../src/settings/endpointUrl';
import { fieldProblem, settingProblem } from '../../src/settings/problems';
import { canonical } from '../../src/settings/provider';
import { withScheme } from '../../src/values/url';
import { readProxyServer, readProxyUse } from '../../src/settings/proxy';
import { proxySettings } from '../../src/settings/proxySettings';
import { isSecure, readWorkspace } from '../../src/settings/workspace';
import { list } from '../../src/values/parse';
import { readAddresses } from '../../src/workspace/address/self';
import { parseFile } from '../../src/features/transfer/transferFile';
import { maskClaims } from '../../src/features/trial/maskClaims';

/** What the patterns in `src/` hinge on, alone and in the mixtures that make a careless one try again and again. */
const repeated = [
	...[
		'a',
		'A',
		'0',
		'@',
		' ',
		'.',
		'-',
		'_',
		'/',
		'\\',
		'%',
		'<',
		'"',
		"'",
		'=',
		';',
		',',
		':',
		'!',
		'&',
		'$',
		'\n',
		'\r\n',
	],
	...[
		'\u200b',
		'\ufeff',
		'\u0323\u0301',
		'漢',
		'🙂',
		'[',
		'{',
		'{"a":',
		'{{',
		'{{a}}',
		'""',
		'","',
		'\\"',
		'%40',
		'=?',
	],
	...['a@', 'a.', 'a-', 'a ', 'a/', '../', '://', 'a=b;', 'a,b\n', '"a","b"\n', '\n ', '\n    at ', ': ', '"code" : '],
	...['[a', '99 seconds', 'q=0;', 'zh-', 'A_CERT', '!a', '/redirect/', '-----BEGIN ', '\n<!-- oauth-login:begin -->'],
	...['/* oauth-login:begin */\n;(function () { try {'],
];

/** Ends that let a pattern get as far as the end, and fail there. */
const ends = ['\u0001', 'a"b', ' x'];

const texts = repeated.map((unit, index) => {
	const end = ends[index % ends.length]!;
	return {
		what: `${JSON.stringify(unit)} again and again, then ${JSON.stringify(end)}`,
		textOf: (size: number): string => unit.repeat(Math.ceil(size / unit.length)) + end,
	};
});

const site = 'https://chat.example.com';
const rules = { allowHttpLoopback: false };
const response = (body: string) => ({ status: 400, headers: { 'content-type': body }, body });
const settings = (value: unknown) => ({ get: async () => value });
const template = (text: string): Template => parseTemplate(text) as Template;
const source = {
	map: {
		subject: 'sub',
		username: 'a',
		name: 'a',
		email: 'a',
		emailVerified: 'v',
		avatar: 'a',
		groups: 'g',
		roles: '{{/^(.*)a$/::g}}',
	},
	emailTrust: 'claim',
	provider: 'p',
	issuer: site,
} as const;
const proxy = { url: `${site}/proxy`, workspaces: [site], providers: [`${site}/authorize`], rules };
const sealer = { open: async () => undefined, seal: async () => '' } as never;
const usernames = { pattern: '[0-9a-zA-Z-_.]+', slugify: false, blocked: ['admin'] };
const english = textsFor('en', undefined);
const logger = { warn: () => undefined } as never;
const keys = { current: () => Promise.reject(new LoginError('jwks_unavailable')) } as never;
const core = { url: site, identityPath: '/me', clientId: 'c' };
const custom = customProvider('Own');
const provider = { traits: { ...custom.traits, claims: { subject: 'id' } }, issuer: site, clientId: 'c' };

/** Each with a check of its own; the other fields share them. */
const checkedRoles: readonly FieldRole[] = [
	...(['issuer', 'identityPath', 'scope', 'extraParameters', 'accessTokenParam', 'usernameField'] as const),
	...(['onlyDomains', 'loginStyle', 'rolesMap', 'rolesToSync', 'groupsChannelMap', 'buttonColor'] as const),
];

/** Every function that reads what comes from outside: requests, cookies, headers, answers, settings, files, commands. */
const functions: Record<string, (text: string) => unknown> = {
	cleanText: (text) => cleanText(text),
	logText: (text) => logText(text),
	'logText, with secrets that the text nearly repeats': (text) =>
		logText(text, [`${text.slice(0, 4000)}\u0002${text.slice(0, 4000)}`, text.slice(0, 8192), 'a']),
	parseState: (text) => parseState({ state: text }),
	'authorization response: code': (text) => parseAuthorizationResponse({ code: text }, { responseIssSupported: false }),
	'authorization response: error': (text) =>
		parseAuthorizationResponse({ error: text, error_description: text }, { responseIssSupported: false }),
	'authorization response: issuer': (text) =>
		parseAuthorizationResponse({ iss: text }, { issuer: site, responseIssSupported: true }),
	'OAuth 1.0a response': (text) =>
		parseOAuth1Response({ oauth_token: 't', oauth_verifier: text }, { identifier: 't', secret: 's' }),
	attemptId,
	isAttemptCookie,
	'readCookie: header': (text) => readCookie(text, 'name'),
	'readCookie: one': (text) => readCookie(`name=${text}`, 'name'),
	cookieNames,
	withOwnNames: (text) => withOwnNames({ headers: { cookie: text } } as never),
	addressBehind: (text) => addressBehind(1, { 'x-forwarded-for': text, 'x-real-ip': text }),
	throttle: (text) => new Throttle().take(text, 0),
	'accept-language': (text) => textsFor(text, text),
	'returnPath: asked': (text) => returnPath(text, site),
	'returnPath: site': (text) => returnPath('/home', `${site}/${text}`),
	ownService: (text) => ownService(`${site}/_cas/${text}`, site),
	parseJsonObject: (text) => parseJsonObject(text),
	'parseJsonObject: a text inside': (text) => parseJsonObject(JSON.stringify({ text })),
	readFailure: (text) => readFailure({ error: text, error_description: text }, ['secret']),
	notAnObject: (text) => notAnObject(response(text)),
	parseTokenResponse: (text) => parseTokenResponse(response(text), ['secret'], { formEncoded: true }),
	'parseTokenResponse: error': (text) => parseTokenResponse(response(JSON.stringify({ error: text })), ['secret']),
	'parseTokenResponse: tokens': (text) =>
		parseTokenResponse({ ...response(JSON.stringify({ access_token: text, token_type: text })), status: 200 }, []),
	parseUserinfo: (text) =>
		parseUserinfo({ ...response(text), status: 403 }, { accessToken: 't', expectedSubject: null }),
	parseFormResponse: (text) => parseFormResponse(text)('oauth_token'),
	verifyLogoutToken: (text) =>
		verifyLogoutToken(text, { algorithms: ['RS256'], keys, issuer: site, clientId: 'c', now: new Date(0) }),
	parseJwks: (text) => parseJwks({ keys: [{ kty: text, kid: text, n: text, e: text, x: text }] }),
	parseMetadata: (text) =>
		parseMetadata({ issuer: text, authorizationEndpoint: text, tokenEndpoint: text, idTokenAlgs: [text] }, site, rules),
	authorizationUrl: (text) =>
		authorizationUrl({ endpoint: site, clientId: text, redirectUri: site, scope: text, state: text }),
	endpointProblem: (text) => endpointProblem(`https://${text}`, rules),
	secondFactor: (text) => hasSecondFactor(authenticationOf({ acr: text, amr: [text] }), [text]),
	'transport: error of the server': (text) =>
		new HttpTransport({ get: () => Promise.reject(new Error(text)) } as never).send({ method: 'GET', url: site }),
	'transport: answer': (text) =>
		new HttpTransport({ get: async () => ({ statusCode: 200, content: text }) } as never).send({
			method: 'GET',
			url: site,
		}),
	toIdentity: (text) => toIdentity([{ sub: 's', a: text, g: [text] }], source),
	'toIdentity: a list in a text': (text) => toIdentity([{ sub: 's', g: text }], { ...source, separator: ' ' }),
	readSubject: (text) => readSubject({ subject: 'id' }, { id: text }),
	'readSubject by a regex': (text) => readSubject({ subject: '{{/^(.*)x$/::id}}' }, { id: text }),
	parseEmail,
	listItems: (text) => listItems(text, ','),
	'listItems: in a list': (text) => listItems([text, text]),
	'values: a list of a text for each character': (text) => values(template('g'), { g: [...text.slice(0, 100_000)] }),
	normalise: (text) => normalise({ data: { id: text }, emails: [{ address: text }] }),
	parsePath,
	parseTemplate,
	'parseTemplate: as long as it may be': (text) => parseTemplate(text.slice(0, 1000)),
	safeRegex,
	'safeRegex: as long as it may be': (text) => safeRegex(text.slice(0, 200)),
	plainText: (text) => plainText(text, 120),
	usernameCandidates: (text) =>
		usernameCandidates({ username: text, name: text, email: text, emailVerified: true } as never),
	slugUsername: (text) => slugUsername(text, usernames),
	'slugUsername: pattern': (text) => slugUsername('bob', { ...usernames, pattern: text, blocked: [text] }),
	maskAddress,
	personOf: (text) => personOf({ username: text }),
	identityFacts: (text) =>
		identityFacts(english, text, { subject: text, username: text, name: text, email: text, emailVerified: false }),
	isPublicPicture: (text) => isPublicPicture(`https://${text.slice(0, 2040)}`),
	maskClaims: (text) => maskClaims({ [text]: text }),
	explain: (text) => explain({ code: 'provider_unreachable', detail: text }, site, english),
	noteFailure: (text) => noteFailure(new Error(text), logger),
	escapeMarkup,
	html: (text) => String(html`<p title="${text}">${text}</p>`),
	linkTarget: (text) => linkTarget(`/${text}`),
	scriptLiteral,
	code,
	'texts: a value': (text) => english.t('links_line', { line: text }),
	failureOf: (text) => failureOf('users.info', response(text)),
	'failureOf: message': (text) =>
		failureOf('users.info', response(JSON.stringify({ error: text, details: { field: text } }))),
	parseLoginAnswer: (text) => parseLoginAnswer(response(text)),
	'parseLoginAnswer: message': (text) =>
		parseLoginAnswer({ ...response(JSON.stringify({ status: 'error', message: text })), status: 401 }),
	parseMethodAnswer: (text) => {
		const error = { error: text, reason: text };
		return parseMethodAnswer(
			{ ...response(JSON.stringify({ message: JSON.stringify({ error }) })), status: 200 },
			response(text),
		);
	},
	returnOf: (text) => returnOf(text, proxy),
	'returnOf: own state': (text) => returnOf(`${site}/_oauth/x!${text}`, proxy),
	toProvider: (text) => toProvider(`${site}/authorize?state=${text}`, proxy, sealer),
	toWorkspace: (text) => toWorkspace({ state: text, oauth_token: text, [text]: text }, proxy, sealer),
	parseFile,
	parseLinkList,
	'parseLinkList: a field': (text) => parseLinkList(`okta,${text}`),
	'parseLinkList: a quoted field': (text) => parseLinkList(`okta,"${text}`),
	parseClaimedMap,
	'parseClaimedMap: a name': (text) => parseClaimedMap(JSON.stringify({ [text]: text })),
	'onlyGroups.read': (text) => accountFields.onlyGroups.read(text),
	customNames,
	coreSubject: (text) =>
		coreSubject({ id: text, serverURL: `${site}/${text}` }, { service: 's' } as never, core, provider as never, site),
	addBlock: (text) => addBlock(text, '/api/apps/public/x'),
	addTerms: (text) => addTerms(text, [{ label: text, href: text }], html``),
	sanitiseColor,
	sanitiseLabel,
	buttonIcon: (text) => buttonIcon(text, { picture: text, brands: [text], color: text, labelColor: text }),
	parseApplePrivateKey,
	endpointUrl: (text) => endpointUrl(text, text),
	'endpointUrl: slashes of the server': (text) => endpointUrl(`${site}/${text}`, 'token'),
	canonical: (text) => canonical(`${site}/${text}`),
	'withScheme: path': (text) => withScheme(`${site}/${text}`),
	'withScheme: host': (text) => withScheme(text),
	isSecure: (text) => isSecure(`${site}/${text}`),
	list,
	readWorkspace: (text) => readWorkspace(settings(text)),
	'readWorkspace: folder': (text) => readWorkspace(settings(`${site}/${text}`)),
	readAddresses: (text) => readAddresses({ appSettings: settings(text), serverSettings: settings(text) } as never),
	readProxyUse: (text) => readProxyUse(settings(`${site}/${text}`)),
	readProxyServer: (text) =>
		readProxyServer(
			{ get: async (id: string) => id === proxySettings.server.id || `${site}/${text}` } as never,
			{ name: '', url: site, path: '', language: undefined },
			'/x',
		),
	'proxySettings.workspaces.read': (text) => proxySettings.workspaces.read(text),
	'proxySettings.services.read': (text) => proxySettings.services.read(text),
	...Object.fromEntries(
		custom.fields
			.filter(({ role }) => checkedRoles.includes(role))
			.map((field) => [
				`the check of the field ${field.role}`,
				(text: string) => fieldProblem(custom, field, text, rules),
			]),
	),
	...Object.fromEntries(
		[...Object.values(proxySettings).map(({ id }) => id), 'Accounts_OAuth_Custom', 'Session_cas_url'].map((id) => [
			`the check of the setting ${id}`,
			(text: string) => settingProblem(id, text, { rules, providers: [] }),
		]),
	),
};

/**
 * Milliseconds for one text. Who reads it once needs a few; who reads it once for each of its characters needs a minute
 * and more. Nothing in between is measured, so that a busy machine changes nothing.
 */
const patience = 2_500;

const sandbox = createContext({});
const call = new Script('action()');

/** Runs `action`, and breaks it off in the middle of whatever it does: `jest` itself can't stop what does not wait. */
function inTime(action: () => unknown, milliseconds: number): unknown {
	sandbox.action = action;
	return call.runInContext(sandbox, { timeout: milliseconds });
}

const isTooLate = (error: unknown): boolean => (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** The first text that a function can't read in time. That it refuses one, with an error of the app's own, is fine. */
async function firstTooLong(
	read: (text: string) => unknown,
	size: number,
	milliseconds = patience,
): Promise<string | undefined> {
	let current = 0;
	let begun = 0;
	const refused = (error: unknown): void => {
		if (!(error instanceof LoginError)) throw error;
	};
	/**
	 * Reads on until a promise has to be waited for, or a tenth of the time is over. To break something off takes a thread
	 * and a millisecond, which is more than most texts take: many share one.
	 */
	const readOn = (): unknown => {
		const start = performance.now();
		for (; current < texts.length; current++) {
			const text = texts[current]!.textOf(size);
			begun = performance.now();
			let result: unknown;
			try {
				result = read(text);
			} catch (error) {
				refused(error);
			}
			if (result instanceof Promise || performance.now() - start > milliseconds / 10) return result;
		}
		return undefined;
	};
	for (; current < texts.length; current++) {
		try {
			await inTime(readOn, milliseconds * 1.5);
		} catch (error) {
			if (isTooLate(error)) return texts[current]!.what;
			refused(error);
		}
		// What comes after an `await` is not broken off.
		if (performance.now() - begun > milliseconds) return texts[current]?.what;
	}
	return undefined;
}

test('what takes longer is noticed', async () => {
	const careless = (text: string) => text.replace(/\S*@\S*/g, '');
	await expect(firstTooLong(careless, 200_000, 200)).resolves.toMatch(/^"a" again and again/);
});

test('so is what takes longer after an await', async () => {
	const careless = async (): Promise<void> => {
		await undefined;
		const end = performance.now() + 250;
		while (performance.now() < end);
	};
	await expect(firstTooLong(careless, 10, 200)).resolves.toMatch(/^"a" again and again/);
});

test.each(Object.entries(functions))(
	'%s reads 64 kB of anything in linear time',
	async (_, read) => {
		await expect(firstTooLong(read, 64_000)).resolves.toBeUndefined();
	},
	600_000,
);

/** What cleans the error texts of others, and what is slow only where a text is very long. */
const atLength = [
	...(['cleanText', 'logText', 'authorization response: error', 'readFailure', 'failureOf: message'] as const),
	...(['parseLoginAnswer: message', 'noteFailure', 'plainText', 'withScheme: host'] as const),
];

test.each(atLength)(
	'%s reads a megabyte of anything in linear time',
	async (name) => {
		await expect(firstTooLong(functions[name]!, 1_000_000)).resolves.toBeUndefined();
	},
	600_000,
);
