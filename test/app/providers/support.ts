import type { Peer } from '../../providers/peer';
import { startPeer } from '../../providers/peer';
import { until } from '../../workspace/testing/until';
import { Browser } from '../support/browser';
import type { Answer, RequestOptions } from '../support/browser';
import { parsePage, unescapeHtml } from '../support/page';
import type { AppPage, Session } from '../support/page';
import { Scene } from '../support/scene';
import type { SceneOptions } from '../support/scene';

/** What the workspace is to a provider. */
export const client = { id: 'workspace', secret: 'S3cret-with_odd.chars~' };

/** With all that an encoding can get wrong, for the providers that decode as RFC 6749 §2.3.1 has it. */
export const oddClient = { id: 'workspace', secret: 'S3cret: with+odd%chars&=' };

/** Without a space: what emulate makes of the form encoding of one is a plus. */
export const emulatedClient = { id: 'workspace', secret: 'S3cret:with+odd%chars&=' };

/** The custom provider of an id. */
export const nameOf = (id: string): string => id[0]!.toUpperCase() + id.slice(1);

/** Somebody's addresses in the workspace. */
export const verified = (address: string): object => ({ emails: [{ address, verified: true }] });

interface Reachable {
	readonly url: string;
}

/** A peer, with the switch that `test/providers/serve.mjs` gives it. */
export interface ProviderPeer<Ready = Reachable> extends Peer<Ready> {
	/** Replaces what it does otherwise than usual; `{}` makes it honest again. */
	behave(behaviour: object): Promise<void>;
}

interface HttpCall {
	url: string;
	request: { headers?: Record<string, string> };
}

/** One field of one form, as a browser would send it. */
interface Form {
	readonly action: URL;
	readonly fields: URLSearchParams;
	readonly html: string;
}

/**
 * A scene whose world has more servers than the scene's own provider: addresses on the internet that peers stand for,
 * for the app as well as for browsers. So every provider is tried under the addresses that it really has.
 */
export class ProviderScene {
	/**
	 * Calls of the app to providers, as `<method> <origin and path>`, the newest last: without discovery documents, which
	 * the app renews whenever a setting was changed.
	 */
	readonly calls: string[] = [];
	private readonly peers: Array<Peer<unknown>> = [];
	private readonly routes = new Map<string, string>();

	base!: Scene;

	private constructor() {}

	static async setUp(options: SceneOptions = {}): Promise<ProviderScene> {
		const scene = new ProviderScene();
		await scene.open(options);
		return scene;
	}

	/** One for all the tests of a file or a `describe`, whose own `beforeAll` finds it set up. */
	static forTests(options: SceneOptions = {}): ProviderScene {
		const scene = new ProviderScene();
		beforeAll(() => scene.open(options));
		afterAll(() => scene.stop());
		return scene;
	}

	async stop(): Promise<void> {
		await this.base.stop();
		await Promise.all(this.peers.map((peer) => peer.stop()));
	}

	/** Starts a peer; its address, and the origins besides, lead to it. */
	async meet<Ready extends Reachable>(
		file: string,
		options: Record<string, unknown> & { origin?: string },
		origins: readonly string[] = [],
	): Promise<ProviderPeer<Ready>> {
		const peer = await startPeer<Ready>(file, options);
		this.peers.push(peer);
		for (const origin of [...origins, ...(options.origin ? [options.origin] : [])]) {
			this.routes.set(origin, peer.ready.url);
		}
		return {
			...peer,
			behave: async (behaviour) => {
				await fetch(`${peer.ready.url}/_peer/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });
			},
		};
	}

	/** The callback URL that an admin registers at a provider. */
	callback(provider: string): string {
		return this.base.url(`callback/${provider}`);
	}

	/** Saves settings, of a provider that may have been named a moment ago: its section comes with the next upkeep. */
	async configure(settings: Record<string, unknown>): Promise<void> {
		await this.until(async () => {
			const known = Object.keys(await this.settings());
			return Object.keys(settings).every((id) => known.includes(id));
		});
		await this.base.configure(settings);
	}

	/** Core's way to write a custom provider's settings: `-url` and so on, '' being the switch. */
	configureCustom(name: string, settings: Record<string, unknown>): Promise<void> {
		const full = Object.entries(settings).map(([suffix, value]) => [`Accounts_OAuth_Custom-${name}${suffix}`, value]);
		return this.configure(Object.fromEntries(full) as Record<string, unknown>);
	}

	async settings(): Promise<Record<string, { value?: unknown; i18nDescription: string; packageValue: unknown }>> {
		const path = `/api/apps/${this.base.appId}/settings`;
		return (
			await this.base.admin.call<{
				settings: Record<string, { value?: unknown; i18nDescription: string; packageValue: unknown }>;
			}>('GET', path)
		).settings;
	}

	/** What a setting is now: what was saved, or its default. */
	async setting(id: string): Promise<unknown> {
		const { value, packageValue } = (await this.settings())[id]!;
		return value ?? packageValue;
	}

	async hint(id: string): Promise<string> {
		return (await this.settings())[id]!.i18nDescription;
	}

	/** Waits for something that follows from a change of settings. */
	async until(condition: () => Promise<boolean>): Promise<void> {
		await until(async () => {
			await this.base.workspace.hurry();
			return condition();
		});
	}

	/** `login.js`, run for what it is called with. */
	async buttons(): Promise<Array<Record<string, string | undefined>>> {
		const { body } = await new Browser().request(this.base.url('login.js'));
		const data = /\((\{"providers":[^\n]*\})\);?/.exec(body)?.[1];
		if (data === undefined) throw new Error(`login.js is not what it was: ${body.slice(-400)}`);
		return (JSON.parse(data) as { providers: Array<Record<string, string>> }).providers;
	}

	/** From the button to the page that stays. */
	signIn(provider: string, login: string, browser = this.browser()): Promise<AppPage> {
		return this.walk(browser, this.base.url(`login/${provider}`), login);
	}

	browser(): Surfer {
		return new Surfer(this.routes);
	}

	/** Somebody signs in twice, is the same account both times, and who they should be; gives the calls of both times. */
	async expectTwice(
		provider: string,
		login: string,
		who: Record<string, unknown>,
	): Promise<{ first: string[]; second: string[]; session: Session }> {
		// The app checks a provider by itself after its settings have changed: its keys are known from then on.
		await this.base.settle();
		const start = this.calls.length;
		const one = await this.base.expectSignedIn(this.signIn(provider, login), who);
		const middle = this.calls.length;
		const two = await this.base.expectSignedIn(this.signIn(provider, login), who);
		expect(two.userId).toBe(one.userId);
		return { first: this.calls.slice(start, middle), second: this.calls.slice(middle), session: two };
	}

	/**
	 * Goes on by itself as far as a person would: redirects, sign-in forms of the peers, forms that post themselves.
	 *
	 * @param stopAt stops before a request that it is true for
	 */
	async walk(
		browser: Browser,
		start: string | URL | Answer,
		login: string,
		stopAt: (url: URL, form?: Form) => boolean = () => false,
	): Promise<AppPage> {
		let answer = start instanceof URL || typeof start === 'string' ? await browser.request(start) : start;
		for (let hops = 0; hops < 20; hops++) {
			const location = answer.headers.get('location');
			if (answer.status >= 300 && answer.status < 400 && location !== null) {
				const url = new URL(location, answer.url);
				if (stopAt(url)) return parsePage(answer);
				answer = await browser.request(url);
				continue;
			}
			const form = this.formFor(answer, login);
			if (!form || stopAt(form.action, form)) return parsePage(answer);
			answer = await submit(browser, answer.url, form);
		}
		throw new Error(`Went round without end, last to ${answer.url.href}`);
	}

	/** The form on a page that somebody fills in next; none where the way ends. */
	formFor(answer: Answer, login: string): Form | undefined {
		const forms = formsOf(answer);
		const isOurs = answer.url.href.startsWith(this.base.url(''));
		if (isOurs) return forms.find(({ html }) => html.includes('id="response"'));
		const form = forms.find(({ html }) => html.includes(login)) ?? forms[0];
		if (form?.fields.has('login')) form.fields.set('login', login);
		if (form?.fields.has('password')) form.fields.set('password', 'any');
		return form;
	}

	private async open(options: SceneOptions): Promise<void> {
		this.base = await Scene.setUp(options);
		this.routeCalls();
	}

	private routeCalls(): void {
		const bridge = this.base.workspace.host.manager.getBridges().getHttpBridge() as unknown as {
			call(call: HttpCall): Promise<unknown>;
		};
		const { call } = bridge;
		bridge.call = (request) => {
			const url = new URL(request.url);
			const method = (request as unknown as { method: string }).method.toUpperCase();
			const isOwn = /^\/(_cas|api\/v1\/(login|logout|me|users\.setAvatar)|api\/apps\/public)\b/.test(url.pathname);
			const isDiscovery = url.pathname.endsWith('/.well-known/openid-configuration');
			if (!isOwn && !isDiscovery) this.calls.push(`${method} ${url.origin}${url.pathname}`);
			return call(routed(this.routes, request));
		};
	}
}

const routed = (routes: ReadonlyMap<string, string>, call: HttpCall): HttpCall => {
	const url = new URL(call.url);
	const target = routes.get(url.origin);
	if (target === undefined) return call;
	const headers = { ...call.request.headers, ...forwarded(url) };
	return { ...call, url: target + url.pathname + url.search, request: { ...call.request, headers } };
};

const forwarded = (url: URL): Record<string, string> => ({
	'x-forwarded-host': url.host,
	'x-forwarded-proto': 'https',
});

/** A browser in that world. A form that another site posts carries no cookie: they are all SameSite=Lax. */
export class Surfer extends Browser {
	constructor(private readonly routes: ReadonlyMap<string, string>) {
		super();
	}

	override async request(address: string | URL, options: RequestOptions = {}): Promise<Answer> {
		const url = new URL(address);
		const target = this.routes.get(url.origin);
		if (target === undefined) return super.request(url, options);
		const headers = { ...options.headers, ...forwarded(url) };
		return { ...(await super.request(target + url.pathname + url.search, { ...options, headers })), url };
	}
}

/** Sends a form that was found on a page at `from`. */
export function submit(browser: Browser, from: URL, { action, fields }: Form): Promise<Answer> {
	const headers = action.hostname === from.hostname ? undefined : { cookie: '' };
	return browser.request(action, { method: 'POST', body: fields, headers });
}

export function formsOf({ body, url }: Answer): Form[] {
	return [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([html, attributes = '', content = '']) => {
		const fields = new URLSearchParams();
		for (const [, input = ''] of content.matchAll(/<input\b([^>]*)>/g)) {
			const name = attribute(input, 'name');
			if (name) fields.append(name, attribute(input, 'value') ?? '');
		}
		return { html, fields, action: new URL(attribute(attributes, 'action') ?? url.href, url) };
	});
}

function attribute(text: string, name: string): string | undefined {
	const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];
	return value === undefined ? undefined : unescapeHtml(value);
}
