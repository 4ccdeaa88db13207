import type { Identity } from '../../../src/identity/identity';
import { lazy } from '../../../src/values/lazy';
import type { Applicant } from '../../../src/accounts/applicant';

export const alice: Identity = {
	provider: 'instance',
	issuer: 'https://id.example.com',
	subject: '00u1',
	username: 'alice',
	name: 'Alice',
	email: 'alice@good.com',
	emailVerified: true,
	groups: [],
};

/** Somebody who has just proven to be this identity. */
export const applicant = (identity: Partial<Identity> = {}): Applicant => {
	const whole = { ...alice, ...identity };
	const { provider, issuer, subject } = whole;
	return { key: { provider, issuer, subject }, profile: lazy(async () => whole), clientAddress: '203.0.113.7' };
};

/** The same, from a provider that must not be asked for more. */
export const applicantWithoutProfile = (error: Error = new Error('asked the provider')): Applicant => ({
	...applicant(),
	profile: lazy(() => Promise.reject(error)),
});
