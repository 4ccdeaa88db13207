import type { Account } from '../../ports/directory';
import type { LoginError } from '../../errors';
import { RestRefusal } from './restFailure';
import type { RestApi } from './restApi';
import { anything } from './restApi';
import { RestUsers } from './restUsers';
import { LoginRefused } from '../session/refusal';
import type { Entry, Newcomer, Session, SessionBridge } from '../session/session';
import { endOthersCall } from '../session/session';
import { ownAddress } from '../session/clientHeaders';
import { opensByPassword } from './passwordLogin';

/**
 * Signs in through the workspace's REST API: a service account creates the account and has a token made for it.
 *
 * Core asks about nothing but the service account's permissions here. That the person's account is active has
 * therefore to be seen first; that new accounts are welcome at all has been decided before (`accounts/decide.ts`).
 */
export class RestBridge implements SessionBridge {
	constructor(
		private readonly api: RestApi,
		/** The server's `CREATE_TOKENS_FOR_USERS_SECRET`, or ''. */
		private readonly createTokenSecret: string,
	) {}

	async signIn(account: Account, _casUser: string | undefined, clientAddress: string | undefined): Promise<Entry> {
		return this.open(account, clientAddress);
	}

	/**
	 * The account's password is the secret of this sign-in, which nobody is told: an account that it opens is the one that
	 * an interrupted creation left, no matter who else has the same username.
	 */
	async create(newcomer: Newcomer, clientAddress: string | undefined): Promise<Entry> {
		const { username, name = username, email, secret: password, approved } = newcomer;
		const address = { email: email ?? newPlaceholder(), verified: email !== undefined };
		const users = new RestUsers(this.api.onBehalfOf(clientAddress));
		let created: Pick<Account, 'id' | 'active'>;
		try {
			created = await users.create({ username, name, password, ...address, ...(approved && { active: true }) });
		} catch (error) {
			if (!(error instanceof RestRefusal)) throw error;
			return (await this.leftBehind(newcomer, error, clientAddress)) ?? refuse(error, username);
		}
		return this.open(created, clientAddress);
	}

	async setAvatar(session: Session, url: string): Promise<void> {
		await new RestUsers(this.api.as(session)).setAvatar(session.userId, url);
	}

	async endOthers(session: Session): Promise<void> {
		await this.asItself(session).post(endOthersCall, anything);
	}

	async end(session: Session): Promise<void> {
		await this.asItself(session).logOut();
	}

	/** Under an address of its own: core's limit must not keep a session that is to end. */
	private asItself(session: Session): RestApi {
		return this.api.as(session).onBehalfOf(ownAddress());
	}

	/** Core makes a token for a deactivated account, too, and the token works (seen on 7.7.1). */
	private async open(
		{ id, active }: Pick<Account, 'id' | 'active'>,
		clientAddress: string | undefined,
	): Promise<Entry> {
		if (!active) throw new LoginRefused('account_disabled');
		const users = new RestUsers(this.api.onBehalfOf(clientAddress));
		return { session: await users.issueToken(id, this.createTokenSecret) };
	}

	/** Where the username is taken, it may be by an account that this sign-in has made before. */
	private async leftBehind(
		{ username, secret }: Newcomer,
		{ errorType }: RestRefusal,
		clientAddress: string | undefined,
	): Promise<Entry | undefined> {
		if (!takenTypes.includes(errorType)) return undefined;
		const api = this.api.onBehalfOf(clientAddress);
		const opened = await opensByPassword(username, secret, api);
		if (typeof opened === 'object') return { session: opened };
		const account = opened ? await new RestUsers(api).byUsername(username) : undefined;
		return account && this.open(account, clientAddress);
	}
}

/** `403` is the word of core's last check, which overlooks letter case: it doesn't say of what. */
const takenTypes: readonly string[] = ['error-field-unavailable', '403'];

/** What core's refusal of a new account means for the person. */
const reasons: ReadonlyMap<string, LoginError['code']> = new Map([
	['error-blocked-username', 'username_missing'],
	['error-input-is-not-a-valid-field', 'username_missing'],
	['error-invalid-domain', 'email_domain_not_allowed'],
	['error-email-domain-blacklisted', 'email_domain_not_allowed'],
	['error-license-user-limit-reached', 'seats_used_up'],
	['error-invalid-email', 'account_refused'],
	['403', 'account_refused'],
]);

/** Of another failure than these it is not known that no account was created. */
function refuse(error: RestRefusal, username: string): never {
	const { errorType, field, detail } = error;
	if (errorType === 'error-field-unavailable') {
		throw new LoginRefused(field === username ? 'username_taken' : 'email_taken', detail);
	}
	const code = reasons.get(errorType);
	throw code ? new LoginRefused(code, detail) : error;
}

/**
 * `users.create` insists on an address. For someone whose provider vouches for none it is one that can't be anyone's:
 * nothing is ever delivered below `.invalid` (RFC 6761 §6.4).
 */
function newPlaceholder(): string {
	const random = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0'));
	return `${random.join('')}@no-address.invalid`;
}
