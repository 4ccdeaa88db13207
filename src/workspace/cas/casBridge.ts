import type { Account } from '../../ports/directory';
import { LoginError } from '../../errors';
import type { Sealer } from '../../browser/seal';
import { randomString } from '../../values/random';
import type { Memory } from '../../ports/memory';
import type { HttpResponse, Transport } from '../../ports/transport';
import { LoginRefused } from '../session/refusal';
import type { Entry, Newcomer, Session, SessionBridge } from '../session/session';
import { endOthersCall } from '../session/session';
import { clientHeaders, ownAddress } from '../session/clientHeaders';
import { ownLogins } from '../session/ownLogins';
import { loginMethod, methodCall, parseLoginAnswer, parseMethodAnswer, tellsNoReason } from '../session/loginAnswer';
import { serviceUrl } from './service';
import { ownTickets } from './ownTickets';
import type { TicketContent } from './ticket';
import { mintTicket } from './ticket';

export interface CasBridgeOptions {
	readonly transport: Transport;
	readonly sealer: Sealer;
	/** `Site_Url`, of which core makes the service URL. */
	readonly siteUrl: string;
	/** Where the server reaches itself; the calls of this bridge go there. */
	readonly internalUrl: string;
	readonly memory: Memory;
	/** Milliseconds since 1970. */
	now(): number;
}

/** What a ticket says, whichever service it is for. */
type TicketUser = Omit<TicketContent, 'service'>;

/** What a ticket says about someone besides their `cas:user`: what core creates an account from. */
type Profile = Pick<Newcomer, 'username' | 'name' | 'email'>;

/**
 * Signs in through core's own CAS login, with the app as the CAS server of its own workspace.
 *
 * The credential token is made here and used here within the same call: it never reaches a browser, so nobody can
 * start a sign-in for someone else. Core creates the user if there is none with this `cas:user` yet.
 */
export class CasBridge implements SessionBridge {
	constructor(private readonly options: CasBridgeOptions) {}

	/**
	 * Tries what core may know the account by, one after the other. A ticket for an account that exists carries its
	 * username, so that core, which would create whom it does not know, can't: the username is taken.
	 */
	async signIn(account: Account, casUser: string | undefined, clientAddress: string | undefined): Promise<Entry> {
		const { username } = account;
		let refusal: LoginError | undefined;
		for (const name of namesOf(username, casUser)) {
			try {
				const session = await this.logIn(name, { username }, clientAddress);
				if (session.userId === account.id) return { session, casUser: name };
				await this.end(session).catch(() => undefined);
				refusal = new LoginError('session_mismatch', `expected ${account.id}, got ${session.userId}`);
			} catch (error) {
				if (!(error instanceof LoginRefused) || error.accountExists) throw error;
				refusal ??= error;
			}
		}
		throw refusal!;
	}

	async create({ casUser, username, name, email }: Newcomer, clientAddress: string | undefined): Promise<Entry> {
		const session = await this.logIn(casUser, { username, name, email }, clientAddress);
		// What could not be said by the ticket is said in the person's own name. Nobody is refused for a name.
		if (name && templateSigns.test(name)) await this.setOwnName(session, name, clientAddress).catch(() => undefined);
		return { session, casUser };
	}

	async setAvatar(session: Session, avatarUrl: string): Promise<void> {
		const headers = { ...asUser(session), 'Content-Type': 'application/json' };
		await this.send('/api/v1/users.setAvatar', headers, { avatarUrl });
	}

	async endOthers(session: Session): Promise<void> {
		const headers = { ...asItself(session), 'Content-Type': 'application/json' };
		const { status } = await this.send(`/api/v1/${endOthersCall}`, headers, {});
		if (status !== 200) throw new LoginError('rest_failed', `${endOthersCall}: HTTP ${status}`);
	}

	/** What core does not know any more has ended. */
	async end(session: Session): Promise<void> {
		const { status } = await this.send('/api/v1/logout', asItself(session));
		if (status !== 200 && status !== 401) throw new LoginError('rest_failed', `logout: HTTP ${status}`);
	}

	private async setOwnName(session: Session, name: string, clientAddress: string | undefined): Promise<void> {
		const headers = { ...asUser(session), ...clientHeaders(clientAddress), 'Content-Type': 'application/json' };
		await this.send('/api/v1/users.updateOwnBasicInfo', headers, { data: { name } });
	}

	/** Core tells the app of a login as of every other: this one is the app's own. */
	private async logIn(casUser: string, profile: Profile, clientAddress: string | undefined): Promise<Session> {
		const { memory, now } = this.options;
		const logins = memory.of(ownLogins);
		logins.expect(profile.username, now());
		try {
			return await this.logInByTicket(casUser, profile, clientAddress);
		} catch (error) {
			logins.take(profile.username, now());
			throw error;
		}
	}

	private async logInByTicket(casUser: string, profile: Profile, clientAddress: string | undefined): Promise<Session> {
		const headers = { ...clientHeaders(clientAddress), 'Content-Type': 'application/json' };
		const byMethod = (login: object): Promise<HttpResponse> =>
			this.send(`/api/v1/${loginMethod}`, headers, methodCall(login));
		const login = await this.newLogin(casUser, profile, clientAddress);
		const answer = await this.send('/api/v1/login', headers, login);
		// The same login by another door, which core counts under another limit.
		if (answer.status === 429) return parseMethodAnswer(await byMethod(login), answer);
		if (!tellsNoReason(answer)) return parseLoginAnswer(answer);
		// 9.0 takes a credential token once: a login that asks for the reason needs one of its own.
		return parseMethodAnswer(await byMethod(await this.newLogin(casUser, profile, clientAddress)));
	}

	/** Has core validate a ticket, which makes a credential token good for one minute. @returns the login by that token */
	private async newLogin(casUser: string, profile: Profile, clientAddress: string | undefined): Promise<object> {
		const { memory, now } = this.options;
		const about = { user: casUser, attributes: attributesOf(profile) };
		const ownToken = memory.of(ownTickets).reachThisProcess(now())
			? await this.showOwnTicket(about, clientAddress)
			: undefined;
		const credentialToken = ownToken ?? randomString(32);
		if (ownToken === undefined) await this.showTicket(credentialToken, about, clientAddress);
		return { cas: { credentialToken } };
	}

	/** @returns the credential token; undefined where core's question did not come to this process */
	private async showOwnTicket(about: TicketUser, clientAddress: string | undefined): Promise<string | undefined> {
		const { siteUrl, memory, now } = this.options;
		const tickets = memory.of(ownTickets);
		const credentialToken = randomString(32);
		const service = serviceUrl(siteUrl, credentialToken);
		tickets.open(service);
		let wasUsed = false;
		try {
			await this.showTicket(credentialToken, { ...about, own: true }, clientAddress);
		} finally {
			wasUsed = tickets.close(service, now());
		}
		return wasUsed ? credentialToken : undefined;
	}

	/** Answered by a page that closes its window, whatever the result of the validation. */
	private async showTicket(
		credentialToken: string,
		about: TicketUser,
		clientAddress: string | undefined,
	): Promise<void> {
		const { sealer, siteUrl } = this.options;
		const ticket = await mintTicket(sealer, { ...about, service: serviceUrl(siteUrl, credentialToken) });
		await this.send(`/_cas/${credentialToken}?ticket=${ticket}`, clientHeaders(clientAddress));
	}

	private async send(path: string, headers: Record<string, string>, body?: object): Promise<HttpResponse> {
		const post = body !== undefined || path === '/api/v1/logout';
		try {
			return await this.options.transport.send({
				method: post ? 'POST' : 'GET',
				url: this.options.internalUrl + path,
				headers,
				body: body && JSON.stringify(body),
			});
		} catch (error) {
			throw new LoginError('workspace_unreachable', this.options.internalUrl, { cause: error });
		}
	}
}

/** Under an address of its own: core's limit must not keep a session that is to end. */
const asItself = (session: Session): Record<string, string> => ({ ...asUser(session), ...clientHeaders(ownAddress()) });

const asUser = ({ userId, token }: Session): Record<string, string> => ({ 'X-User-Id': userId, 'X-Auth-Token': token });

/**
 * What core may know an account by: the `cas:user` of the last time, and its username, which core accepts while
 * `CAS_trust_username` is on. Older servers take that for a pattern, in which the dot of `a.b` stands for any character:
 * where that leads to someone else, it is said as a pattern.
 */
function namesOf(username: string, casUser: string | undefined): string[] {
	const pattern = username.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
	return [...new Set([...(casUser === undefined ? [] : [casUser]), username, pattern])];
}

/** Core puts the attributes into templates of its own (`%name%`) by `String.replace`: these have a meaning there. */
const templateSigns = /[%$]/;

/** Without the signs that must not come in from outside. An address that holds one is left out rather than changed. */
function attributesOf({ username, name, email }: Profile): Record<string, string> {
	return {
		username,
		...(name ? { name: name.replace(/[%$]/g, '') } : {}),
		...(email && !templateSigns.test(email) ? { email } : {}),
	};
}
