import type { ErrorCode } from '../../../src/errors';
import { discoveryCodes, idTokenCodes, jwksCodes, responseCodes, tokenCodes, userinfoCodes } from '../../hostile/codes';
import {
	discoveryFaults,
	discoveryHarmless,
	idTokenFaults,
	idTokenHarmless,
	jwksFaults,
	jwksHarmless,
	responseFaults,
	responseHarmless,
	tokenFaults,
	tokenHarmless,
	userinfoFaults,
	userinfoHarmless,
} from '../../hostile/faults';
import type { Behaviour } from '../../hostile/faults';
import { defaultClaims } from '../../hostile/provider';
import { testedProvider } from '../../hostile/testedProvider';
import { impatientFor, nodeTransport } from './nodeTransport';
import { signIn } from './signIn';

const provider = testedProvider();

const paths = () => provider.requests.map(({ path }) => path);

type Place = 'discovery' | 'response' | 'token' | 'idToken' | 'jwks' | 'userinfo';

/** Every path that a sign-in calls, in its order. */
const way = ['/.well-known/openid-configuration', '/authorize', '/token', '/jwks', '/userinfo'];

/** How far a sign-in may get when something is wrong there: nothing is asked afterwards. */
const lastPath: Record<Place, string> = {
	discovery: '/.well-known/openid-configuration',
	response: '/authorize',
	token: '/token',
	jwks: '/jwks',
	idToken: '/jwks',
	userinfo: '/userinfo',
};

async function expectRefusal(behaviour: Behaviour, place: Place, code: ErrorCode): Promise<void> {
	provider.set(behaviour);
	const isSlow = Object.values(behaviour).includes('slow');
	const transport = isSlow ? impatientFor(lastPath[place]) : nodeTransport;
	await expect(signIn(provider, { transport })).rejects.toMatchObject({
		name: 'LoginError',
		code,
	});
	const reached = Math.max(...paths().map((path) => way.indexOf(path)));
	expect(reached).toBeLessThanOrEqual(way.indexOf(lastPath[place]));
	expect(paths().filter((path) => path === '/token').length).toBeLessThanOrEqual(1);
	expect(paths().filter((path) => path.startsWith('/attacker'))).toEqual([]);
}

async function expectSuccess(behaviour: Behaviour): Promise<void> {
	provider.set(behaviour);
	const { idToken, userinfo } = await signIn(provider);
	expect(idToken).toMatchObject({ ...defaultClaims, iss: provider.issuer });
	expect(userinfo).toMatchObject(defaultClaims);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(userinfo.polluted).toBeUndefined();
}

test('an honest provider signs the person in, with one request to each endpoint', async () => {
	await expectSuccess({});
	expect(paths()).toEqual(way);
});

describe('discovery', () => {
	test.each(discoveryFaults)('%s is refused', (fault) =>
		expectRefusal({ discovery: fault }, 'discovery', discoveryCodes[fault]),
	);
	test.each(discoveryHarmless)('%s does no harm', (fault) => expectSuccess({ discovery: fault }));
});

describe('authorization response', () => {
	test.each(responseFaults)('%s is refused', (fault) =>
		expectRefusal({ response: fault }, fault === 'codeOfAnother' ? 'token' : 'response', responseCodes[fault]),
	);
	test.each(responseHarmless)('%s does no harm', (fault) => expectSuccess({ response: fault }));

	test('an issuer that was not promised still has to match', () =>
		expectRefusal({ responseIss: 'sentOnly', response: 'issWrong' }, 'response', 'response_issuer_mismatch'));
	test.each(['sentOnly', 'never'] as const)('iss %s does no harm', (responseIss) => expectSuccess({ responseIss }));

	test('a code that was used is refused by the provider and not tried again', async () => {
		provider.set({ token: 'status500' });
		await expect(signIn(provider)).rejects.toMatchObject({ code: 'token_request_failed' });
		expect(paths().filter((path) => path === '/token')).toHaveLength(1);
	});
});

describe('token endpoint', () => {
	test.each(tokenFaults)('%s is refused', (fault) => expectRefusal({ token: fault }, 'token', tokenCodes[fault]));
	test.each(tokenHarmless)('%s does no harm', (fault) => expectSuccess({ token: fault }));
});

describe('ID token', () => {
	test.each(idTokenFaults)('%s is refused', (fault) =>
		expectRefusal({ idToken: fault }, 'idToken', idTokenCodes[fault]),
	);
	test.each(idTokenHarmless)('%s does no harm', (fault) => expectSuccess({ idToken: fault }));
	test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('%s is understood', (alg) => expectSuccess({ alg }));
});

describe('JWKS', () => {
	test.each(jwksFaults)('%s is refused', (fault) =>
		expectRefusal(
			{ jwks: fault, idToken: fault === 'decoysWithoutKids' ? 'kidAbsent' : undefined },
			'jwks',
			jwksCodes[fault],
		),
	);
	test.each(jwksHarmless)('%s does no harm', (fault) =>
		expectSuccess({ jwks: fault, idToken: fault.endsWith('ithoutKids') ? 'kidAbsent' : undefined }),
	);
});

describe('userinfo', () => {
	test.each(userinfoFaults)('%s is refused', (fault) =>
		expectRefusal({ userinfo: fault }, 'userinfo', userinfoCodes[fault]),
	);
	test.each(userinfoHarmless)('%s does no harm', (fault) => expectSuccess({ userinfo: fault }));
});
