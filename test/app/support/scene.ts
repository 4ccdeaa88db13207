import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { appInfo, root } from '../../../scripts/package';
import { errorCodes } from '../../../src/errors';
import type { ErrorCode } from '../../../src/errors';
import type { Behaviour } from '../../hostile/faults';
import { startHostileProvider } from '../../hostile/provider';
import type { HostileProvider } from '../../hostile/provider';
import { people, startPeer } from '../../providers/peer';
import { startWorkspace } from '../../workspace';
import type { Workspace, WorkspaceOptions } from '../../workspace';
import { Admin } from '../../workspace/admin';
import type { Profile } from '../../workspace/profile';
import { Browser } from './browser';
import type { Answer } from './browser';
import { nextStep, parsePage } from './page';
import type { AppPage, Session } from './page';

export interface SceneOptions {
	readonly workspace?: WorkspaceOptions;
	/** The profile's server as it is after an update: CVE-2026-45688 is closed. */
	readonly patched?: boolean;
	/** Default: `hostile`, which is honest until it is told otherwise. */
	readonly provider?: 'hostile' | 'oidc';
	/** With `oidc`: what the provider adds to the headers of its answers. */
	readonly providerHeaders?: Record<string, string>;
	/** Settings of the server, from before the app is installed. */
	readonly server?: Record<string, unknown>;
	/** More settings of the app. */
	readonly settings?: Record<string, unknown>;
	/** Default: the one that `npm run package` builds. */
	readonly zip?: string;
}

/** What a person is asked by oidc-provider's own pages. */
export interface Person {
	readonly login?: string;
}

export const packageFile = (): string => path.join(root, 'dist', `${appInfo().nameSlug}_${appInfo().version}.zip`);

export const oktaSettings = (issuer: string, clientId: string, clientSecret: string): Record<string, unknown> => ({
	Accounts_OAuth_Okta_issuer: issuer,
	Accounts_OAuth_Okta_id: clientId,
	Accounts_OAuth_Okta_secret: clientSecret,
	Accounts_OAuth_Okta: true,
});

/** An app of the engine; what it calls its process changed with 1.56. */
interface RunningApp {
	getRuntimeController?(): EventEmitter;
	getDenoRuntime?(): EventEmitter;
}

/** A workspace with the packaged app in it, set up by an admin for one provider, and people who sign in. */
export class Scene {
	private readonly stops: Array<() => Promise<void>> = [];

	private constructor(
		private running: Workspace,
		private readonly options: WorkspaceOptions | undefined,
		readonly admin: Admin,
		readonly appId: string,
		private hostileProvider: HostileProvider | undefined,
		private readonly asReleased: Profile,
	) {}

	get workspace(): Workspace {
		return this.running;
	}

	static async setUp(options: SceneOptions = {}): Promise<Scene> {
		const workspace = await startWorkspace(options.workspace);
		const asReleased = { ...workspace.profile };
		if (options.patched) {
			Object.assign(workspace.profile, { credentialTokenOperators: false, trustedUsernamePattern: false });
		}
		for (const [id, value] of Object.entries(options.server ?? {})) workspace.setSetting(id, value);
		const admin = await Admin.login(workspace.url, workspace.admin);
		const appId = await admin.install(options.zip ?? packageFile(), appInfo().permissions);
		const client = { client_id: 'rocket-chat', client_secret: 'a secret: of the client' };
		const stops: Array<() => Promise<void>> = [];
		let hostile: HostileProvider | undefined;
		let settings: Record<string, unknown>;
		if (options.provider === 'oidc') {
			const below = `${workspace.url}/api/apps/public/${appId}`;
			const peer = await startPeer('oidcProvider.mjs', {
				people,
				headers: options.providerHeaders,
				clients: [
					{
						...client,
						redirect_uris: [`${below}/callback/okta`],
						post_logout_redirect_uris: [`${below}/logout`],
					},
				],
			});
			stops.push(peer.stop);
			settings = oktaSettings(peer.ready.issuer, client.client_id, client.client_secret);
		} else {
			hostile = await startHostileProvider();
			stops.push(hostile.stop);
			settings = oktaSettings(hostile.issuer, hostile.clientId, hostile.clientSecret);
		}
		const scene = new Scene(workspace, options.workspace, admin, appId, hostile, asReleased);
		scene.stops.push(...stops);
		await scene.configure({ Session_cas_url: workspace.tlsUrl, ...settings, ...options.settings });
		return scene;
	}

	/** Has the app do at once what a change of settings makes it do a moment later, and waits until it has done it. */
	async settle({ store, host, hurry }: Pick<Workspace, 'store' | 'host' | 'hurry'> = this.workspace): Promise<void> {
		const isDue = (): boolean =>
			[...store.jobs.values()].some(({ interval, nextRunAt }) => !interval || nextRunAt < Date.now());
		for (let quiet = 0; quiet < 3; quiet = isDue() || this.isBusy({ host }) ? 0 : quiet + 1) {
			await hurry();
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** Waits until the app has done what is under way, and begins nothing. */
	async rest(): Promise<void> {
		for (let quiet = 0; quiet < 5; quiet = this.isBusy(this.workspace) ? 0 : quiet + 1) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** The engine listens for an answer to each call of the app that is under way. */
	private isBusy({ host }: Pick<Workspace, 'host'>): boolean {
		const app = host.manager.getOneById(this.appId) as RunningApp | undefined;
		const controller = app?.getRuntimeController?.() ?? app?.getDenoRuntime?.();
		return controller?.eventNames().some((name) => String(name).startsWith('result:')) ?? false;
	}

	/** Ends the server, and starts it again on the same database and at the same address. */
	async restart(): Promise<void> {
		await this.settle();
		const { store, url, tlsUrl } = this.workspace;
		const portOf = (address: string): number => Number(new URL(address).port);
		await this.workspace.stop();
		this.running = await startWorkspace({ ...this.options, store, port: portOf(url), tlsPort: portOf(tlsUrl) });
	}

	/** Uploads the package over the one that is there. */
	update(): Promise<unknown> {
		const form = new FormData();
		form.append('app', new Blob([new Uint8Array(readFileSync(packageFile()))]), 'app.zip');
		form.append('permissions', JSON.stringify(appInfo().permissions));
		return this.admin.call('POST', `/api/apps/${this.appId}`, form);
	}

	setEnabled(enabled: boolean): Promise<unknown> {
		const body = JSON.stringify({ status: enabled ? 'manually_enabled' : 'manually_disabled' });
		return this.admin.call('POST', `/api/apps/${this.appId}/status`, body);
	}

	uninstall(): Promise<unknown> {
		return this.admin.call('DELETE', `/api/apps/${this.appId}`);
	}

	/** Providers first, so that the app waits for none; then the workspace, when the app has nothing left to do. */
	async stop(): Promise<void> {
		await Promise.all(this.stops.map((stop) => stop()));
		this.workspace.store.jobs.clear();
		// A job that is cut off half way would be waited for by the engine for half a minute.
		await this.settle();
		Object.assign(this.workspace.profile, this.asReleased);
		await this.workspace.stop();
	}

	/** The hostile provider. */
	get provider(): HostileProvider {
		if (!this.hostileProvider) throw new Error('This scene has another provider');
		return this.hostileProvider;
	}

	/** Sets the app up for a hostile provider of which it has never heard, and that begins by behaving like this. */
	async meetProvider(behaviour: Behaviour = {}): Promise<HostileProvider> {
		const provider = await startHostileProvider();
		this.stops.push(provider.stop);
		this.hostileProvider = provider;
		provider.set(behaviour);
		await this.configure(oktaSettings(provider.issuer, provider.clientId, provider.clientSecret));
		return provider;
	}

	/** An address of the app. */
	url(below: string, { url }: Pick<Workspace, 'url'> = this.workspace): string {
		return `${url}/api/apps/public/${this.appId}/${below}`;
	}

	/** Saves settings of the app, as its form does. */
	configure(settings: Record<string, unknown>): Promise<void> {
		return this.admin.configure(this.appId, settings);
	}

	/** Saves settings of the server, and one of the app, after which the app does not go by what it remembers. */
	async configureServer(settings: Record<string, unknown>): Promise<void> {
		for (const [id, value] of Object.entries(settings)) {
			await this.admin.call('POST', `/api/v1/settings/${id}`, JSON.stringify({ value }));
		}
		await this.configure({ Accounts_OAuth_Okta_button_label_text: '' });
	}

	/** Goes from redirect to redirect, and through the provider's own forms, until a page stays. */
	async walk(browser: Browser, start: string | URL | Answer, { login = 'ada' }: Person = {}): Promise<AppPage> {
		let answer = start instanceof URL || typeof start === 'string' ? await browser.request(start) : start;
		for (let hops = 0; hops < 20; hops++) {
			const next = nextStep(answer, login);
			if (!next) return parsePage(answer);
			answer = await browser.request(next.url, next);
		}
		throw new Error(`Redirected without end, last to ${answer.url.href}`);
	}

	/** Posts a form of one of the app's pages, to the page that stays. */
	async walkFrom(
		browser: Browser,
		below: string,
		fields: Record<string, string>,
		headers: Record<string, string>,
	): Promise<AppPage> {
		const body = new URLSearchParams(fields);
		return this.walk(browser, await browser.request(this.url(below), { method: 'POST', headers, body }));
	}

	/** From the button to the page that stays. */
	signIn(browser = new Browser(), person?: Person): Promise<AppPage> {
		return this.walk(browser, this.url('login/okta'), person);
	}

	/** As far as the provider, and to its answer: the address of the callback, which nobody has opened yet. */
	async approve(browser: Browser, start: string = this.url('login/okta')): Promise<URL> {
		const begun = await browser.request(start);
		if (begun.status !== 303) throw new Error(`The sign-in did not begin: ${parsePage(begun).code}`);
		const approved = await browser.request(begun.headers.get('location')!);
		return new URL(approved.headers.get('location')!);
	}

	/** The calls of the app that came to the hostile provider since `action` began, the discovery aside. */
	async callsOf(action: () => Promise<unknown>): Promise<string[]> {
		// The app checks a provider by itself after its settings have changed.
		await this.settle();
		const before = this.provider.requests.length;
		await action();
		const calls = this.provider.requests.slice(before).map(({ path: called }) => called);
		return calls.filter((called) => called !== '/authorize' && called !== '/.well-known/openid-configuration');
	}

	/** What the workspace says about anyone who has the session. */
	async me(session: Session | undefined): Promise<Record<string, unknown>> {
		const { status, body } = await new Browser().request(`${this.workspace.url}/api/v1/me`, {
			headers: { 'x-user-id': session?.userId ?? '', 'x-auth-token': session?.token ?? '' },
		});
		return { ...(JSON.parse(body) as object), status };
	}

	/** Everything about accounts and sessions that a refused sign-in must leave as it is. */
	accounts(): unknown {
		return [...this.workspace.store.users.values()].map(({ _id, username, name, emails, roles, active, services }) => ({
			...{ _id, username, name, emails, roles, active },
			...{ cas: services.cas, tokens: services.resume?.loginTokens.length ?? 0 },
		}));
	}

	/**
	 * All that anyone who is not let in leaves as it is, to the byte: accounts and their sessions, rooms, roles, messages,
	 * settings, links. Of large things only a hash, for anyone who reads how two of these differ.
	 */
	everything(): Record<string, string> {
		const { users, rooms, roles, subscriptions, messages, settings, persistence } = this.workspace.store;
		const links = persistence.filter(({ associations = [] }) => associations.some(({ id }) => /link/.test(id)));
		const collections = { subscriptions, messages, links, rooms: [...rooms], roles: [...roles] };
		const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
		return {
			...Object.fromEntries(Object.entries(collections).map(([name, value]) => [name, hash(value)])),
			...Object.fromEntries([...settings].map(([id, setting]) => [id, hash(setting)])),
			...Object.fromEntries([...users.values()].map((user) => [`user ${user.username}`, hash(user)])),
		};
	}

	/** Has `action` end on a page that refuses with `code`, and everything as it was before. */
	async expectRefusal(code: ErrorCode, action: () => Promise<Answer>): Promise<AppPage> {
		const before = structuredClone(this.accounts());
		const page = parsePage(await action());
		expect({ code: page.code, status: page.status }).toEqual({ code, status: errorCodes[code].status });
		expect(page.reference).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
		expect(page.session).toBeUndefined();
		expect(page.body).not.toContain('Meteor.loginToken');
		expect(this.accounts()).toEqual(before);
		return page;
	}

	/** Has `action` end on the page that asks for an account, and everything as it was before. */
	async expectConfirm(action: () => Promise<Answer>): Promise<AppPage> {
		const before = structuredClone(this.accounts());
		const page = parsePage(await action());
		expect({ code: page.code, status: page.status }).toEqual({ code: 'confirm', status: 200 });
		expect(page.session).toBeUndefined();
		expect(this.accounts()).toEqual(before);
		return page;
	}

	/** Has somebody sign in, and be who the workspace says they are. */
	async expectSignedIn(page: AppPage | Promise<AppPage>, who: Record<string, unknown> = {}): Promise<Session> {
		const { code, status, session } = await page;
		expect({ code, status }).toEqual({ code: undefined, status: 200 });
		await expect(this.me(session)).resolves.toMatchObject({ status: 200, ...who });
		return session!;
	}

	/** Has one person come in four browsers at once, each before any other is in, and end in one account for good. */
	async expectOneAccount(who: Record<string, unknown>): Promise<void> {
		const browsers = Array.from({ length: 4 }, () => new Browser());
		const callbacks = await Promise.all(browsers.map((browser) => this.approve(browser)));
		const answers = await Promise.all(callbacks.map((callback, index) => browsers[index]!.request(callback)));
		const sessions = await Promise.all(answers.map((answer) => this.expectSignedIn(parsePage(answer), who)));
		expect(new Set(sessions.map(({ userId }) => userId)).size).toBe(1);
		const again = await this.expectSignedIn(this.signIn());
		expect(again.userId).toBe(sessions[0]!.userId);
	}
}
