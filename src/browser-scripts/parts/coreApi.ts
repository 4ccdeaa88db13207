import type { Session } from './session';

interface Answer {
	readonly status: number;
	readonly body: {
		readonly username?: string;
		readonly status?: string;
		readonly error?: unknown;
		readonly message?: string;
		readonly room?: { readonly rid: string };
		readonly data?: { readonly userId: string; readonly authToken: string };
	};
}

/** A session, or core's code for why there is none, if it tells one. */
export interface Login {
	readonly session?: Session;
	readonly refusal?: unknown;
}

/** Rocket.Chat's REST API, as much of it as a proof of the account needs. Rejects where the server can't be reached. */
export class CoreApi {
	/** @param path with a slash at its end */
	constructor(private readonly path: string) {}

	/** 9.0 refuses without a reason; its method `login` tells it, and is asked then. */
	async logIn(user: string, password: string, code: string | undefined): Promise<Login> {
		const { status, body } = await this.call('login', null, { user, password, code });
		const { data } = body;
		if (status === 200 && data) return { session: { userId: data.userId, token: data.authToken } };
		if (status === 429) return { refusal: 'too-many-requests' };
		const isTold = status !== 401 || body.status !== undefined || body.message !== undefined;
		if (isTold) return { refusal: body.error };
		const login = { user: user.indexOf('@') < 0 ? { username: user } : { email: user }, password };
		return this.logInByMethod(code ? { totp: { login, code } } : login);
	}

	/** What is answered has no body from 7.4 on. */
	async logOut(session: Session): Promise<void> {
		await this.send('logout', session, {});
	}

	/**
	 * Answers the challenge by the app's command. Rocket.Chat runs a command in a room: the one that everyone is in, or
	 * else the person's own.
	 *
	 * @returns the HTTP status
	 */
	async confirm(session: Session, challenge: string): Promise<number> {
		const run = (roomId: string): Promise<Answer> =>
			this.call('commands.run', session, { command: 'oauth-login', params: `confirm ${challenge}`, roomId });
		const first = await run('GENERAL');
		if (first.status !== 403) return first.status;
		const me = await this.call('me', session);
		const own = await this.call('im.create', session, { username: me.body.username });
		return own.body.room ? (await run(own.body.room.rid)).status : own.status;
	}

	/** The answer is in a text of its own: with status 200 or, from 8.x on, with 400 where it is an error. */
	private async logInByMethod(login: object): Promise<Login> {
		const message = JSON.stringify({ msg: 'method', id: '1', method: 'login', params: [login] });
		const { body } = await this.call('method.callAnon/login', null, { message });
		if (body.message === undefined) return {};
		const { result, error } = JSON.parse(body.message) as {
			readonly result?: { readonly id: string; readonly token: string };
			readonly error?: { readonly error?: unknown };
		};
		return result ? { session: { userId: result.id, token: result.token } } : { refusal: error && error.error };
	}

	private async call(path: string, session: Session | null, body?: object): Promise<Answer> {
		const response = await this.send(path, session, body);
		return { status: response.status, body: (await response.json().catch(() => ({}))) as Answer['body'] };
	}

	private send(path: string, session: Session | null, body?: object): Promise<Response> {
		const headers: Record<string, string> = { 'Content-Type': 'application/json' };
		if (session) {
			headers['X-User-Id'] = session.userId;
			headers['X-Auth-Token'] = session.token;
		}
		const method = body ? 'POST' : 'GET';
		return window.fetch(this.path + path, { method, headers, body: body && JSON.stringify(body) });
	}
}
