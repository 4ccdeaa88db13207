import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import type { AuthorizationRequest } from '../../../src/sign-in/startAuthorization';
import type { Outcome } from '../../../src/sign-in/outcome';
import { handleCallback } from '../../../src/sign-in/handleCallback';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import type { World } from './workspace';

/** Names and values, as a browser keeps them of `Set-Cookie` and sends them back. */
export class CookieJar {
	private readonly cookies = new Map<string, string>();

	keep(setCookies: readonly string[]): void {
		for (const line of setCookies) {
			const [pair = '', ...attributes] = line.split('; ');
			const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
			this.cookies.delete(name);
			if (!attributes.includes('Max-Age=0')) this.cookies.set(name, value);
		}
	}

	/** The `Cookie` header. */
	get header(): string {
		return [...this.cookies].map((pair) => pair.join('=')).join('; ');
	}

	get names(): string[] {
		return [...this.cookies.keys()];
	}
}

/** Starts an attempt, has the provider answer with these parameters besides the state, and handles the callback. */
export async function goThrough(
	{ ports }: World,
	definition: ProviderDefinition,
	answer: Readonly<Record<string, unknown>> = { code: 'code' },
	jar = new CookieJar(),
	request: Partial<AuthorizationRequest> = {},
): Promise<Outcome> {
	const { location, setCookies } = await startAuthorization(
		{ definition, purpose: { kind: 'signIn' }, cookies: jar.header, ...request },
		ports,
	);
	jar.keep(setCookies);
	const { searchParams } = new URL(location);
	const state = searchParams.get('state') ?? answer.state;
	const outcome = await handleCallback(definition, { state, ...answer }, browser(jar), ports);
	jar.keep(outcome.setCookies);
	return outcome;
}

export const browser = (jar: CookieJar) => ({ cookies: jar.header, clientAddress: '203.0.113.7' });
