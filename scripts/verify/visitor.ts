import { setTimeout } from 'node:timers/promises';
import { Browser } from '../../test/app/support/browser';
import type { Answer } from '../../test/app/support/browser';
import { nextStep, parsePage } from '../../test/app/support/page';
import type { AppPage } from '../../test/app/support/page';
import type { Secrets } from './secrets';

/** Seconds for which the app's waiting page is followed: core's limit counts calls in one minute. */
const longestWait = 150;

const mostHops = 40;

/** A person at a browser without scripts, who follows redirects and fills in the provider's forms. */
export class Visitor {
	private readonly browser = new Browser({ address: null });

	constructor(
		/** Where a sign-in begins. */
		private readonly start: string,
		private readonly secrets: Secrets,
	) {}

	/** From the button to the page that stays. */
	async signIn(login: string): Promise<AppPage> {
		return this.follow(await this.request(this.start), login);
	}

	/** As far as the provider's answer: the address of the callback, which is not opened. */
	async approve(login: string): Promise<URL> {
		let answer = await this.request(this.start);
		for (let hops = 0; hops < mostHops; hops++) {
			const next = nextStep(answer, login);
			if (!next) break;
			if (next.url.searchParams.has('code')) {
				keepParameters(next.url, this.secrets);
				return next.url;
			}
			answer = await this.request(next.url, next);
		}
		throw new Error(`The provider did not send the person back: ${describe(parsePage(answer))}`);
	}

	/** Opens an address, and follows it to the page that stays. */
	async open(url: URL | string, login = ''): Promise<AppPage> {
		return this.follow(await this.request(url), login);
	}

	/** Posts a form of one of the app's pages. */
	async post(url: string, fields: Readonly<Record<string, string>>): Promise<AppPage> {
		for (const [name, value] of Object.entries(fields)) {
			if (isRandom(value)) this.secrets.keep(`the form field ${name}`, value);
		}
		const headers = { 'sec-fetch-site': 'same-origin', origin: new URL(url).origin };
		const body = new URLSearchParams(fields);
		return this.follow(await this.request(url, { method: 'POST', headers, body }), '');
	}

	/** The answer to the first request of a sign-in. */
	begin(): Promise<Answer> {
		return this.request(this.start);
	}

	private async follow(first: Answer, login: string): Promise<AppPage> {
		let answer = first;
		let waited = 0;
		for (let hops = 0; hops < mostHops; hops++) {
			const next = nextStep(answer, login);
			const { waiting } = parsePage(answer);
			if (next) {
				answer = await this.request(next.url, next);
			} else if (waiting && waited < longestWait) {
				waited += waiting.seconds + 1;
				await setTimeout((waiting.seconds + 1) * 1_000);
				answer = await this.request(waiting.url);
			} else {
				const page = parsePage(answer);
				this.secrets.keep('a login token', page.session?.token);
				return page;
			}
		}
		throw new Error(`Redirected without end, last to ${answer.url.origin}${answer.url.pathname}`);
	}

	private async request(...[url, options]: Parameters<Browser['request']>): Promise<Answer> {
		const before = this.browser.received.length;
		const answer = await this.browser.request(url, options);
		keepParameters(answer.url, this.secrets);
		const location = answer.headers.get('location');
		if (location !== null) keepParameters(new URL(location, answer.url), this.secrets);
		for (const value of this.browser.received.slice(before)) this.secrets.keep('a cookie', value);
		return answer;
	}
}

/** Of an address that a browser was at: what a page of the app or the provider could be opened with. */
export function keepParameters({ searchParams }: URL, secrets: Secrets): void {
	for (const [name, value] of searchParams) {
		// The others are addresses and words of the protocol, which anyone knows; so is the client ID.
		if (name !== 'client_id' && isRandom(value)) secrets.keep(`the URL's parameter ${name}`, value);
	}
}

/** A page, where another one was expected. */
export const describe = ({ status, title, code, reference }: AppPage): string =>
	`HTTP ${status}, ${[title && `“${title}”`, code, reference && `reference ${reference}`].filter(Boolean).join(', ')}`;

/** Words that people choose are shorter. */
const isRandom = (value: string): boolean => /^[\w.~+/=-]{16,}$/.test(value);
