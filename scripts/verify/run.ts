import { setTimeout } from 'node:timers/promises';
import { isLoopback } from '../../src/oauth/endpointRules';
import { appInfo, packageApp } from '../package';
import { Complaint } from '../program';
import { AppOnServer } from './appOnServer';
import { checkLog } from './appLog';
import { browserRows, tryInBrowser } from './browserRows';
import type { BrowserTimes } from './browserRows';
import { launchBrowser } from './browserVisitor';
import type { Cast, Owner } from './cast';
import { createCast, displayName, peopleOf, usernamesOf } from './cast';
import { cleanUp, readServerSettings } from './cleanUp';
import type { CleanedUp } from './cleanUp';
import type { Durations } from './httpRows';
import { measure, tryBeginning, tryDisabledAccount, tryLinking, trySignIns } from './httpRows';
import type { Made } from './journal';
import { Journal } from './journal';
import type { Options } from './options';
import { planOf } from './plan';
import type { DemoProvider } from './provider';
import { requireFreeName, setUpProvider } from './provider';
import type { Row } from './report';
import { Report } from './report';
import type { Scene } from './scene';
import { Secrets } from './secrets';
import { reasonOf, Server } from './server';

export interface Io {
	/** Progress, for a person. */
	say(line: string): void;
	/** Whether to go on. */
	confirm(): Promise<boolean>;
	/** Once it is aborted, the run ends after the row that is being tried, and cleans up. */
	readonly stop: AbortSignal;
}

export interface Verification {
	readonly server: { readonly url: string; readonly version: string };
	readonly app: { readonly version: string; readonly was: 'installed' | 'updated' | 'there' };
	readonly rows: readonly Row[];
	/** Milliseconds. */
	readonly figures: {
		/** From the provider's answer to the session, one sign-in after the other, without a browser. */
		readonly signIns: Durations;
		/** From the provider's last form to the session, in the browser. */
		readonly browser: BrowserTimes;
	};
	readonly notes: readonly string[];
}

/**
 * Tries the app on a server, and removes everything that it made there, also after an error.
 *
 * @throws Complaint before anything is made, where it cannot be tried
 */
export async function verify(options: Options, io: Io): Promise<Verification> {
	const secrets = new Secrets();
	const say = (line: string): void => io.say(secrets.redact(line));
	const server = await Server.connect(options.url, options.credentials, secrets);
	try {
		return await new Run(options, { ...io, say }, secrets, server).toItsEnd();
	} catch (error) {
		if (error instanceof Complaint) throw error;
		// Not as its cause, which would be printed as it is.
		throw new Error(secrets.redact(String((error as Error).stack)));
	} finally {
		await server.end();
	}
}

/** Removes what an earlier run has left. @returns what could not be removed */
export async function cleanUpAfter(options: Options): Promise<readonly string[]> {
	const journal = Journal.of(options.url);
	if (journal.entries.length === 0) return [];
	const server = await Server.connect(options.url, options.credentials, new Secrets());
	try {
		const { failures } = await cleanUp(server, journal);
		return failures;
	} finally {
		await server.end();
	}
}

type Note = (made: Made) => void;

class Run {
	private readonly app: AppOnServer;
	private readonly journal: Journal;
	private readonly report: Report;
	private readonly cast: Cast;
	private provider: DemoProvider | undefined;
	private figures: Verification['figures'] = { signIns: [], browser: {} };
	private readonly notes: string[] = [];

	constructor(
		private readonly options: Options,
		private readonly io: Io,
		private readonly secrets: Secrets,
		private readonly server: Server,
	) {
		this.app = new AppOnServer(server, appInfo());
		this.journal = Journal.of(options.url);
		this.report = new Report(secrets, io.say, io.stop);
		this.cast = createCast(options.emailDomain);
	}

	async toItsEnd(): Promise<Verification> {
		const { options, io, app, server } = this;
		const before = await this.look();
		io.say(planOf({ ...before, options, usernames: usernamesOf(this.cast), displayName }));
		if (!(await io.confirm())) throw new Complaint('Nothing was made.');

		let cleanedUp: CleanedUp | undefined;
		try {
			await this.tryEverything(before.was);
		} finally {
			await this.provider?.stop();
			io.say('Removing what was made …');
			cleanedUp = await cleanUp(server, this.journal);
			this.reportCleanUp(cleanedUp);
		}
		const version = (await app.find().catch(() => undefined))?.version ?? appInfo().version;
		return {
			server: { url: server.url, version: before.version },
			app: { version: before.was === 'there' ? version : appInfo().version, was: before.was },
			rows: this.report.rows,
			figures: this.figures,
			notes: [...this.notes, ...notesOn(before.version)],
		};
	}

	/** Changes nothing. @throws Complaint where the app cannot be tried here */
	private async look(): Promise<{ version: string; was: Verification['app']['was'] }> {
		const { server, app, options } = this;
		if (this.journal.entries.length > 0) {
			throw new Complaint('An earlier run has left something on this server: run with --clean-up first.');
		}
		const siteUrl = String((await readSetting(server, 'Site_Url')) ?? '').replace(/\/+$/, '');
		if (siteUrl !== server.url) throw new Complaint(`The workspace calls itself ${siteUrl}: use --url ${siteUrl}`);
		const provider = options.providerUrl ?? 'http://127.0.0.1';
		if (provider.startsWith('http:') && !isLoopback(new URL(server.url).hostname)) {
			throw new Complaint(
				'Beside this workspace, the app accepts a provider with HTTPS only: use --provider-url https://… (docs/verify.md).',
			);
		}
		const domains = String((await readSetting(server, 'Accounts_AllowedDomainsList')) ?? '').split(',');
		const allowed = domains.map((domain) => domain.trim()).filter(Boolean);
		if (allowed.length > 0 && !allowed.includes(options.emailDomain)) {
			throw new Complaint(
				`The workspace takes addresses of ${allowed.join(', ')} only: use --email-domain ${allowed[0]}`,
			);
		}
		const found = await app.find();
		if (found && !/enabled$/.test(found.status) && !options.update) {
			throw new Complaint(`The app is there, but ${found.status}: enable it, or use --update.`);
		}
		if (found) await requireFreeName(app);
		const { body } = await server.request('GET', '/api/info');
		const version = (body.info as { version?: string } | undefined)?.version ?? String(body.version ?? 'unknown');
		return { version, was: !found ? 'installed' : options.update ? 'updated' : 'there' };
	}

	private async tryEverything(was: Verification['app']['was']): Promise<void> {
		const { report, server, journal, app, options } = this;
		// By the server's clock, as the times in the log.
		const { time: begun } = await server.request('GET', '/api/info');
		journal.add({ kind: 'server settings', values: await readServerSettings(server) });
		await report.try('installed', [], () => this.install(was));
		let scene: Scene | undefined;
		await report.try('begins', ['installed'], async () => {
			// An app that is uninstalled at the end takes its settings with it.
			const note = was === 'installed' ? () => undefined : (made: Made) => this.journal.add(made);
			await this.configure(note);
			scene = await this.setUp(note);
			return tryBeginning(scene, () => setTimeout(1_000));
		});
		if (!scene) return;
		const person = await tryLinking(scene);
		if (options.browser === 'none') {
			for (const id of browserRows) report.add(id, 'not tried', '--browser none');
		}
		await trySignIns(scene);
		if (options.browser !== 'none') await this.tryBrowser(scene);
		if (report.holds('first') && !this.io.stop.aborted) {
			this.figures = { ...this.figures, signIns: await measure(scene, options.signIns).catch(() => []) };
		}
		this.notes.push(...(await this.bridgeNote()));
		await tryDisabledAccount(scene);
		await report.try('log', ['taken'], () => checkLog(app, server, person!, this.secrets, begun));
	}

	private async install(was: Verification['app']['was']): Promise<string> {
		const { app, journal, options } = this;
		if (was === 'there') return `version ${(await app.find())?.version} was there`;
		if (was === 'installed') journal.add({ kind: 'app', id: app.id });
		const zip = options.zip ?? (await packageApp());
		const begun = performance.now();
		await app.install(zip, was === 'updated');
		return `${was} in ${((performance.now() - begun) / 1000).toFixed(1)} s`;
	}

	/** The settings that were asked for on the command line. */
	private async configure(note: Note): Promise<void> {
		for (const [id, value] of Object.entries(this.options.settings)) {
			// An address is no secret, and has its place in the log.
			if (!URL.canParse(value)) this.secrets.keep(`the value of ${id}`, value);
			const setting = await this.app.setting(id);
			note({ kind: 'app setting', appId: this.app.id, setting });
			await this.app.save({ ...setting, value });
		}
	}

	private async setUp(note: Note): Promise<Scene> {
		const { app, server, cast, report, secrets, journal, options } = this;
		for (const username of usernamesOf(cast)) journal.add({ kind: 'account', username });
		for (const owner of [cast.owner, cast.browserOwner]) await this.createAccount(owner);
		const asked = { people: peopleOf(cast), port: options.providerPort, publicUrl: options.providerUrl };
		this.provider = await setUpProvider(app, asked, note, secrets);
		return { app, server, cast, report, secrets, issuer: this.provider.issuer };
	}

	/** Where the address is verified, core mails a code to it at each login, if second factors are enabled. */
	private async createAccount({ username, email, password }: Owner): Promise<void> {
		this.secrets.keep('a password', password);
		const verified = (await readSetting(this.server, 'Accounts_EmailVerification')) === true;
		await this.server.call('POST', '/api/v1/users.create', {
			...{ username, email, password, name: displayName, verified, roles: ['user'] },
			...{ joinDefaultChannels: false, sendWelcomeEmail: false, requirePasswordChange: false },
		});
	}

	/** What the form says about how people are signed in; before the app's first check, that is the name of a text. */
	private async bridgeNote(): Promise<string[]> {
		const { i18nDescription = '' } = await this.app.setting('Session_bridge');
		return i18nDescription.includes(' ') ? [i18nDescription] : [];
	}

	private async tryBrowser(scene: Scene): Promise<void> {
		const { options, report, io } = this;
		if (io.stop.aborted) return;
		const browser = await launchBrowser(options.browser).catch((error: unknown) => {
			for (const id of browserRows) report.add(id, 'not tried', `the browser did not start: ${reasonOf(error)}`);
		});
		if (!browser) return;
		try {
			this.figures = { ...this.figures, browser: await tryInBrowser(scene, browser, options) };
		} finally {
			await browser.close();
		}
	}

	private reportCleanUp({ failures, restored }: CleanedUp): void {
		const { report } = this;
		const unknown = failures.find((failure) => failure.startsWith('settings of the server'));
		if (unknown) report.add('settings', 'does not hold', unknown);
		else if (restored.length === 0) report.add('settings', 'holds', 'the app gave them back');
		else report.add('settings', 'does not hold', `the app left ${restored.join(', ')}; now restored`);
		if (failures.length === 0) report.add('removed', 'holds', '');
		else report.add('removed', 'does not hold', `${failures.join('; ')}; run again with --clean-up`);
	}
}

async function readSetting(server: Server, id: string): Promise<unknown> {
	return (await server.request('GET', `/api/v1/settings/${id}`)).body.value;
}

/** What this version does that no row can show. */
function notesOn(version: string): string[] {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major !== 7 || minor < 7 || minor > 12) return [];
	return [
		'Rocket.Chat 7.7 to 7.12 disables an app at the next restart of the server once its settings were saved: restart it ' +
			'once between installing the app and saving its settings.',
	];
}
