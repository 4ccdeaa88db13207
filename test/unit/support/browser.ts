import { begin } from '../../../src/sign-in/startAuthorization';
import type { BeginRequest } from '../../../src/sign-in/startAuthorization';
import type { Finished } from '../../../src/sign-in/signIn';
import { finish } from '../../../src/sign-in/handleCallback';
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

/** Begins an attempt, has the provider answer with these parameters besides the state, and finishes it. */
export async function goThrough(
	{ ports }: World,
	definition: ProviderDefinition,
	answer: Readonly<Record<string, unknown>> = { code: 'code' },
	jar = new CookieJar(),
	request: Partial<BeginRequest> = {},
): Promise<Finished> {
	const { location, setCookies } = await begin({ definition, cookies: jar.header, ...request }, ports);
	jar.keep(setCookies);
	const { searchParams } = new URL(location);
	const state = searchParams.get('state') ?? answer.state;
	const finished = await finish(definition, { state, ...answer }, browser(jar), ports);
	jar.keep(finished.setCookies);
	return finished;
}

export const browser = (jar: CookieJar) => ({ cookies: jar.header, clientAddress: '203.0.113.7' });
