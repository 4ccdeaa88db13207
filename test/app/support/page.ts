import type { Answer } from './browser';

export interface Session {
	readonly userId: string;
	readonly token: string;
}

/** A page of the app, as far as a test reads it. */
export interface AppPage extends Answer {
	readonly title: string;
	/** Of an error page; `confirm` for the page that asks for an account. */
	readonly code?: string;
	readonly reference?: string;
	/** Of the hand-off page. */
	readonly session?: Session;
	/** Of the waiting page. */
	readonly waiting?: { readonly url: URL; readonly seconds: number };
	readonly retryUrl?: URL;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export const unescapeHtml = (text: string): string =>
	text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);

export function parsePage(answer: Answer): AppPage {
	const { body, url } = answer;
	const find = (pattern: RegExp): string | undefined => {
		const found = pattern.exec(body)?.[1];
		return found === undefined ? undefined : unescapeHtml(found);
	};
	const address = (found: string | undefined): URL | undefined =>
		found === undefined ? undefined : new URL(found, url);
	const [code, reference] = [...body.matchAll(/<code dir="ltr">([^<]*)<\/code>/g)].map(([, text]) => text);
	const handOff = /\((\{"userId":[^\n]*?\})\);/.exec(body)?.[1];
	const refresh = answer.headers.get('refresh') ?? undefined;
	return {
		...answer,
		title: find(/<h1[^>]*>([^<]*)<\/h1>/) ?? '',
		code: /name="attempt"/.test(body) ? 'confirm' : code,
		reference,
		session: handOff === undefined ? undefined : (JSON.parse(handOff) as Session),
		waiting:
			refresh === undefined
				? undefined
				: { seconds: parseInt(refresh, 10), url: address(refresh.replace(/^\d+(?:; url=)?/, ''))! },
		retryUrl: address(find(/<a class="button primary" href="([^"]*)"/)),
	};
}

/** A request that a browser makes next. */
export interface Step {
	readonly url: URL;
	readonly method?: string;
	readonly body?: URLSearchParams;
}

/** Where a redirect leads, or what the forms of oidc-provider post for a person. @returns undefined for a page that stays */
export function nextStep({ status, headers, url, body }: Answer, login: string): Step | undefined {
	const location = headers.get('location');
	if (status >= 300 && status < 400 && location !== null) return { url: new URL(location, url) };
	const prompt = /name="prompt" value="(\w+)"/.exec(body)?.[1];
	const action = /<form[^>]* action="([^"]+)"/.exec(body)?.[1];
	if (prompt === undefined || action === undefined) return undefined;
	return {
		url: new URL(unescapeHtml(action), url),
		method: 'POST',
		body: new URLSearchParams({ prompt, login, password: 'any' }),
	};
}
