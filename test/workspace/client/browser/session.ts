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

/** Meteor's own keys (packages/accounts-base/accounts_client.js); what an app's hand-off page writes. */
const keys = { userId: 'Meteor.userId', token: 'Meteor.loginToken', expires: 'Meteor.loginTokenExpires' };

/** Milliseconds between two looks into the storage, as Meteor's. */
const pollInterval = 3_000;

/** Milliseconds. Core's default of `Accounts_LoginExpiration`: 90 days. */
const tokenLifetime = 90 * 24 * 60 * 60 * 1_000;

/**
 * The browser's session, as Meteor's client keeps it: in a storage that other pages of the same origin may write to,
 * and that is polled, not listened to.
 */
export class Session {
	private current?: { readonly credentials: Credentials; readonly user: User };
	/** The stored token that was last acted on. */
	private seenToken: string | null = null;

	constructor(
		private readonly storage: Storage,
		private readonly changed: (user: User | undefined) => void,
	) {}

	get credentials(): Credentials | undefined {
		return this.current?.credentials;
	}

	get user(): User | undefined {
		return this.current?.user;
	}

	/** Takes up the stored session, and from then on whatever another page stores. Settles after the first look. */
	async start(): Promise<void> {
		await this.poll();
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

	/** Ends the session here in any case, also when the server no longer knows it. */
	async logout(): Promise<void> {
		if (!this.current) return;
		window.dispatchEvent(new Event('Custom_Script_On_Logout'));
		await post('/api/v1/logout', {}, this.current.credentials).catch(() => undefined);
		this.forget();
	}

	private async poll(): Promise<void> {
		const token = this.storage.getItem(keys.token);
		if (token !== this.seenToken) await this.follow(token);
		setTimeout(() => void this.poll(), pollInterval);
	}

	private async follow(token: string | null): Promise<void> {
		if (!token) {
			this.seenToken = token;
			return this.logout();
		}
		try {
			await this.loginWithToken(token);
		} catch (error) {
			// Anything else (too many requests, no connection) says nothing about the token: the next poll tries again.
			if (error instanceof RestError && error.status === 401) this.forget();
		}
	}

	private store({ userId, authToken }: Credentials): void {
		this.storage.setItem(keys.userId, userId);
		this.storage.setItem(keys.token, authToken);
		this.storage.setItem(keys.expires, String(new Date(Date.now() + tokenLifetime)));
		this.seenToken = authToken;
		const secure = location.protocol === 'https:' ? '; secure' : '';
		document.cookie = `rc_uid=${encodeURI(userId)}; path=/${secure}`;
		document.cookie = `rc_token=${encodeURI(authToken)}; path=/${secure}`;
	}

	private forget(): void {
		for (const key of Object.values(keys)) this.storage.removeItem(key);
		this.seenToken = null;
		for (const cookie of ['rc_uid', 'rc_token']) document.cookie = `${cookie}=; path=/; max-age=0`;
		this.become(undefined);
	}

	private become(next: Session['current']): void {
		const before = this.user?._id;
		this.current = next;
		if (before !== this.user?._id) this.changed(this.user);
	}
}
