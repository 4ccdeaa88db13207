/**
 * What the hostile provider can do wrong, one name for each misbehaviour. At most one per place is on; a test's table
 * can go through the names.
 *
 * Names in `…Harmless` lists are unusual but allowed: a client has to cope with them.
 */
export const responseFaults = [
	'issWrong',
	'issMissing',
	'issDuplicated',
	'accessDenied',
	'errorAndCode',
	'errorMarkup',
	'errorBidi',
	'errorLong',
	'errorServer',
	'stateChanged',
	'stateDropped',
	'stateDuplicated',
	'codeMissing',
	'codeEmpty',
	'codeDuplicated',
	'codeHuge',
	'codeLineBreak',
	'codeOfAnother',
	'tokensInsteadOfCode',
] as const;
export const responseHarmless = ['extraParameters', 'tokensInQuery'] as const;

export const tokenFaults = [
	'invalidClient',
	'unauthorizedClient403',
	'invalidGrant',
	'invalidCode403',
	'invalidScope',
	'status500',
	'status500Html',
	'html',
	'empty',
	'text',
	'formEncoded',
	'slow',
	'huge',
	'gzipBomb',
	'endless',
	'hangUp',
	'redirect302',
	'redirect307',
	'redirect307Elsewhere',
	'accessTokenMissing',
	'accessTokenNumber',
	'accessTokenLineBreak',
	'tokenTypeMac',
	'tokenTypeMissing',
	'idTokenNumber',
	'errorWith200',
	'errorRepeatsSecrets',
	'array',
	'deep',
] as const;
export const tokenHarmless = [
	'tokenTypeUpperCase',
	'expiresMissing',
	'expiresText',
	'expiresNegative',
	'expiresInfinite',
	'prototypeKeys',
	'jsonAsHtml',
] as const;

export const idTokenFaults = [
	'nonceWrong',
	'nonceMissing',
	'issWrong',
	'issTrailingSlash',
	'issUpperCase',
	'issHttps',
	'issMissing',
	'audWrong',
	'audMissing',
	'audEmpty',
	'audNumber',
	'audOthers',
	'audWithForeign',
	'audWithForeignAzpUs',
	'azpOther',
	'subMissing',
	'subEmpty',
	'subNumber',
	'subHuge',
	'expMissing',
	'expPast',
	'expMilliseconds',
	'expInfinite',
	'iatMissing',
	'iatWeekOld',
	'iatFuture',
	'iatText',
	'nbfFuture',
	'signatureAltered',
	'signatureOfAnother',
	'signatureEmpty',
	'algNone',
	'algNoneOddCase',
	'algMissing',
	'algObject',
	'hs256ClientSecret',
	'hs256PublicKey',
	'ps512',
	'es256Altered',
	'es256Zero',
	'es256Der',
	'es256WrongCurve',
	'kidUnknown',
	'kidNumber',
	'weakRsaKey',
	'exponentOneKey',
	'headerJwk',
	'headerJku',
	'headerX5c',
	'crit',
	'typAccessToken',
	'typLogoutToken',
	'typList',
	'twoParts',
	'fiveParts',
	'huge',
	'deep',
	'notJson',
	'notUtf8',
	'payloadArray',
	'absent',
] as const;
export const idTokenHarmless = ['audArray', 'kidAbsent', 'prototypeKeys', 'subTwice', 'nbfPast', 'expText'] as const;

export const jwksFaults = [
	'status500',
	'garbage',
	'html',
	'huge',
	'slow',
	'hangUp',
	'empty',
	'noKeysMember',
	'tooMany',
	'encryptionOnly',
	'otherKey',
	'decoysWithoutKids',
] as const;
export const jwksHarmless = ['oddKeys', 'privateKeys', 'withoutKids', 'severalWithoutKids'] as const;

export const userinfoFaults = [
	'otherSubject',
	'subjectMissing',
	'subjectNumber',
	'jwt',
	'errorWith200',
	'errorRepeatsToken',
	'array',
	'string',
	'null',
	'html',
	'empty',
	'slow',
	'huge',
	'deep',
	'status401',
	'status403X',
	'status500',
	'redirect',
] as const;
export const userinfoHarmless = ['prototypeKeys', 'subjectTwice'] as const;

export const discoveryFaults = [
	'issuerWrong',
	'issuerTrailingSlash',
	'issuerMissing',
	'endpointHttp',
	'endpointUserPassword',
	'endpointFragment',
	'endpointJavascript',
	'endpointNumber',
	'tokenEndpointMissing',
	'jwksHttp',
	'garbage',
	'html',
	'array',
	'deep',
	'slow',
	'huge',
	'hangUp',
	'status404',
	'redirect',
] as const;
export const discoveryHarmless = ['bare', 'prototypeKeys'] as const;

type Name<Lists extends readonly (readonly string[])[]> = Lists[number][number];

export type ResponseFault = Name<[typeof responseFaults, typeof responseHarmless]>;
export type TokenFault = Name<[typeof tokenFaults, typeof tokenHarmless]>;
export type IdTokenFault = Name<[typeof idTokenFaults, typeof idTokenHarmless]>;
export type JwksFault = Name<[typeof jwksFaults, typeof jwksHarmless]>;
export type UserinfoFault = Name<[typeof userinfoFaults, typeof userinfoHarmless]>;
export type DiscoveryFault = Name<[typeof discoveryFaults, typeof discoveryHarmless]>;

/** What the provider knows of a sign-in: the secrets of the app's requests, and its own. */
export type Sent = Readonly<
	Partial<Record<'state' | 'nonce' | 'code' | 'verifier' | 'authorization' | 'token', string>>
>;

export interface Echo {
	/** `gateway`: a gateway in front of the token endpoint answers 502. */
	readonly at: 'response' | 'token' | 'gateway' | 'userinfo';
	text(sent: Sent): string;
}

/** How the provider behaves from now on. Everything that is left out is as it should be. */
export interface Behaviour {
	/** About the person, in the ID token and from userinfo; undefined takes a default claim out. */
	claims?: Record<string, unknown>;
	/** What userinfo says about the same subject in their place. */
	userinfoClaims?: Record<string, unknown>;
	/** What ID tokens are signed with. Default RS256. */
	alg?: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
	/** `iss` is promised in metadata and sent in responses (RFC 9207). Default `promised`. */
	responseIss?: 'promised' | 'sentOnly' | 'never';
	/** Does not compare verifier and challenge. */
	pkceIgnored?: boolean;
	/** Makes new keys and withdraws the old ones just before each ID token is signed. */
	rotateBeforeSigning?: boolean;
	/** Refuses, and says so in words that are made of what it was sent. */
	echo?: Echo;
	/** Milliseconds that `slow` takes. Default 20 000. */
	slowness?: number;

	response?: ResponseFault;
	token?: TokenFault;
	idToken?: IdTokenFault;
	jwks?: JwksFault;
	userinfo?: UserinfoFault;
	discovery?: DiscoveryFault;
}
