import type { Account, Directory } from '../../../src/ports/directory';
import { parseLoginAnswer } from '../../../src/workspace/session/loginAnswer';
import { TooManyLogins } from '../../../src/workspace/session/refusal';
import type { Entry, Newcomer, Session, SessionBridge } from '../../../src/workspace/session/session';
import type { Step } from './store';

interface User {
	id: string;
	username: string;
	casUser?: string;
	roles?: string[];
	email?: string;
	name?: string;
	active: boolean;
	kind: Account['kind'];
}

/** Whom a ticket is about. */
export interface TicketUser {
	readonly casUser: string;
	readonly profile?: Pick<Newcomer, 'username' | 'name' | 'email'>;
}

/**
 * The accounts of a workspace, and core's CAS login on them as far as a bridge sees it: who is not known by the
 * `cas:user` is created, with the username of the ticket or else with the `cas:user` itself; a username or an address
 * that exists in the same letter case is refused.
 */
export class CoreAccounts implements Directory, SessionBridge {
	readonly users: User[] = [];
	readonly sessions: Session[] = [];
	readonly ended: Session[] = [];
	/** Pictures that core was asked to fetch, by account. */
	readonly pictures: Array<readonly [userId: string, url: string]> = [];
	/** Whom core does not let be switched off, as the last admin. */
	readonly notToBeDeactivated = new Set<string>();
	/** Core's limit is reached. */
	limited = false;
	private count = 0;

	constructor(private readonly step: Step = async () => undefined) {}

	has(username: string, more: Partial<User> = {}): User {
		const user: User = { id: this.newId(), username, active: true, kind: 'person', ...more };
		this.users.push(user);
		return user;
	}

	delete(id: string): void {
		this.users.splice(
			this.users.findIndex((user) => user.id === id),
			1,
		);
	}

	async byId(id: string): Promise<Account | undefined> {
		await this.step();
		return account(this.users.find((user) => user.id === id));
	}

	async byUsername(username: string): Promise<Account | undefined> {
		await this.step();
		return account(this.users.find((user) => user.username === username));
	}

	async byEmail(): Promise<'unknown'> {
		return 'unknown';
	}

	async answers(): Promise<boolean> {
		await this.step();
		return true;
	}

	async replaceCustomFields(): Promise<boolean> {
		return false;
	}

	/** With all sessions, as core does. */
	async deactivate(id: string): Promise<boolean> {
		await this.step();
		const user = this.users.find((one) => one.id === id);
		if (!user || this.notToBeDeactivated.has(id)) return false;
		user.active = false;
		for (const session of this.sessions.filter(({ userId }) => userId === id)) await this.end(session);
		return true;
	}

	async signIn({ username }: Account, casUser = username): Promise<Entry> {
		return { session: await this.casLogin({ casUser, profile: { username } }), casUser };
	}

	async create({ casUser, username, name, email }: Newcomer): Promise<Entry> {
		return { session: await this.casLogin({ casUser, profile: { username, name, email } }), casUser };
	}

	/** Core's CAS login for a ticket's user, who may be known by their username, too (`CAS_trust_username`). */
	async casLogin({ casUser, profile }: TicketUser): Promise<Session> {
		await this.step();
		if (this.limited) throw new TooManyLogins(7);
		let user = this.users.find((one) => one.casUser === casUser);
		if (!user && (user = this.users.find(({ username }) => username === casUser))) user.casUser = casUser;
		if (!user) {
			const { username = casUser, name, email } = profile ?? {};
			// Core looks first and writes afterwards; the database's unique index has the last word.
			this.refuseTaken(username, email);
			await this.step();
			this.refuseTaken(username, email);
			user = this.has(username, { casUser, name, email });
		}
		if (!user.active) refuse('error-user-is-not-activated');
		const session = { userId: user.id, token: `token-${this.newId()}` };
		this.sessions.push(session);
		await this.step();
		return session;
	}

	async setAvatar({ userId }: Session, url: string): Promise<void> {
		this.pictures.push([userId, url]);
	}

	async endOthers({ userId, token }: Session): Promise<void> {
		const others = this.sessions.filter((one) => one.userId === userId && one.token !== token);
		for (const other of others) await this.end(other);
	}

	async end(session: Session): Promise<void> {
		await this.step();
		this.sessions.splice(this.sessions.indexOf(session), 1);
		this.ended.push(session);
	}

	private refuseTaken(username: string, email: string | undefined): void {
		if (this.users.some((user) => user.username === username)) refuse('Username already exists.');
		if (email && this.users.some((user) => user.email === email)) refuse('Email already exists.');
	}

	private newId(): string {
		this.count += 1;
		return `u${this.count}`;
	}
}

const account = (user: User | undefined): Account | undefined =>
	user && {
		...{ id: user.id, username: user.username, kind: user.kind, active: user.active, roles: user.roles ?? ['user'] },
		...(user.name === undefined ? {} : { name: user.name }),
		emails: user.email ? [{ address: user.email, verified: true }] : [],
	};

/** As core says no, understood as the app understands it. */
function refuse(message: string): void {
	parseLoginAnswer({ status: 401, headers: {}, body: JSON.stringify({ status: 'error', message }) });
}
