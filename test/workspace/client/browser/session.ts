import type { ClientKind } from '../publicSettings';
import type { Credentials } from './rest';
import { post, RestError } from './rest';

export interface User {
	readonly _id: string;
	readonly username?: string;
	readonly name?: string;
}

interface LoginAnswer {
	readonly data: Credentials & { readonly me: User };
}

/** Meteor's own keys (packages/accounts-base/accounts_client.js), which 9.x keeps; what an app's hand-off page writes. */
const keys = { userId: 'Meteor.userId', token: 'Meteor.loginToken', expires: 'Meteor.loginTokenExpires' };

/** Milliseconds between two looks into the storage, as Meteor's. */
const pollInterval = 3_000;

/** Milliseconds. Core's default of `Accounts_LoginExpiration`: 90 days. */
const tokenLifetime = 90 * 24 * 60 * 60 * 1_000;

/**
 * The browser's session, in a storage that other pages of the same origin may write to. Meteor's client polls it. The
 * client of 9.x looks into it when a page is loaded, and never again.
 */
export class Session {
	private current?: { readonly credentials: Credentials; readonly user: User };
	/** The stored token that was last acted on. */
	private seenToken: string | null = null;
	/** Whether the stored token is of no use to this page any more: it knew a user, or the server did not answer. */
	private settled = false;

	constructor(
		private readonly storage: Storage,
		private readonly kind: ClientKind,
		private readonly changed: () => void,
	) {}

	get credentials(): Credentials | undefined {
		return this.current?.credentials;
	}

	get user(): User | undefined {
		return this.current?.user;
	}

	/** Whether the client of 9.x takes the page for one whose session is about to begin (AuthenticationCheck). */
	get isAwaited(): boolean {
		return this.kind === 'vite' && !this.current && !this.settled && Boolean(this.storage.getItem(keys.token));
	}

	/** Takes up the stored session. Settles after the first look. */
	async start(): Promise<void> {
		if (this.kind === 'vite') this.gather();
		await this.look();
		if (this.kind === 'meteor') setTimeout(() => void this.start(), pollInterval);
	}

	/** @throws RestError when the server refuses; the session is then as it was */
	async login(credentials: unknown): Promise<void> {
		const { data } = await post<LoginAnswer>('/api/v1/ddp.login', credentials);
		this.store(data);
		this.become({ credentials: data, user: data.me });
	}

	async loginWithToken(token: string): Promise<void> {
		await this.login({ resume: token });
	}

	/**
	 * Ends the session here in any case, also when the server no longer knows it. Custom scripts hear of it afterwards
	 * (UserProvider.tsx of 7.x, read): there is no session in the storage by then.
	 */
	async logout(): Promise<void> {
		await this.end(() => window.dispatchEvent(new Event('Custom_Script_On_Logout')));
	}

	private async end(ended: () => void): Promise<void> {
		if (!this.current) return;
		await post('/api/v1/logout', {}, this.current.credentials).catch(() => undefined);
		this.forget(ended);
	}

	/** A session that was left in the other storage is found, and moved. */
	private gather(): void {
		const other = this.storage === localStorage ? sessionStorage : localStorage;
		const from = localStorage.getItem(keys.token) ? localStorage : sessionStorage;
		if (from !== other || !other.getItem(keys.token)) return;
		for (const key of Object.values(keys)) {
			this.storage.setItem(key, other.getItem(key) ?? '');
			other.removeItem(key);
		}
	}

	private async look(): Promise<void> {
		const token = this.storage.getItem(keys.token);
		if (token !== this.seenToken) await this.follow(token);
	}

	private async follow(token: string | null): Promise<void> {
		if (!token) {
			this.seenToken = token;
			return this.end(() => undefined);
		}
		try {
			await this.loginWithToken(token);
		} catch (error) {
			// Anything else (too many requests, no connection) says nothing about the token: the next look tries again. The
			// client of 9.x takes every answer that is an error for the end of the session (vite/native/accounts.ts, read).
			if (error instanceof RestError && (error.status === 401 || this.kind === 'vite')) this.forget();
			else this.settle(() => undefined);
		}
	}

	private store({ userId, authToken }: Credentials): void {
		this.storage.setItem(keys.userId, userId);
		this.storage.setItem(keys.token, authToken);
		this.storage.setItem(keys.expires, String(new Date(Date.now() + tokenLifetime)));
		this.seenToken = authToken;
		const attributes = `; path=/${this.kind === 'vite' ? '; SameSite=Lax' : ''}${location.protocol === 'https:' ? '; secure' : ''}`;
		document.cookie = `rc_uid=${encodeURI(userId)}${attributes}`;
		document.cookie = `rc_token=${encodeURI(authToken)}${attributes}`;
	}

	/** The cookies stay, with a token that is good for nothing: nothing in the client removes them (read). */
	private forget(ended = (): void => undefined): void {
		this.settle(() => {
			for (const key of Object.values(keys)) this.storage.removeItem(key);
			this.seenToken = null;
			ended();
			this.become(undefined);
		});
	}

	private become(next: Session['current']): void {
		const before = this.user?._id;
		this.current = next;
		if (next) this.settled = true;
		if (before !== this.user?._id) this.changed();
	}

	/** Where there is a skeleton, the form takes its place. */
	private settle(act: () => void): void {
		const { isAwaited } = this;
		this.settled = true;
		act();
		if (isAwaited) this.changed();
	}
}
