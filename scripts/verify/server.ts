import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Complaint } from '../program';
import type { Credentials, PasswordCredentials } from './options';
import type { Secrets } from './secrets';

export interface Session {
	readonly userId: string;
	readonly token: string;
}

export interface Reply {
	readonly status: number;
	readonly text: string;
	/** The server's time, in milliseconds since 1970 and whole seconds. */
	readonly time: number;
	/** `{}` for what is no JSON object. */
	readonly body: Readonly<Record<string, unknown>>;
}

/** An answer of the server that is not the one that was expected. */
export class ServerRefusal extends Error {
	constructor(
		what: string,
		readonly reply: Reply,
	) {
		const { error, message } = reply.body;
		super(`${what}: HTTP ${reply.status} ${String(error ?? message ?? reply.text).slice(0, 300)}`);
	}
}

/** Milliseconds. Core's limit counts calls in one minute. */
const limitWindow = 61_000;

/** How often a call is made again that the limit has refused. */
export const patience = 3;

/** The REST API of a workspace, in the name of one account. */
export class Server {
	private constructor(
		readonly url: string,
		readonly session: Session,
		/** Of an account that has signed in with it; core asks for it again where second factors are enabled. */
		private readonly password: string | undefined,
	) {}

	/** @throws Complaint where these are no credentials of an administrator */
	static async connect(url: string, credentials: Credentials, secrets: Secrets): Promise<Server> {
		if ('password' in credentials) secrets.keep('the password', credentials.password);
		const server =
			'token' in credentials ? new Server(url, credentials, undefined) : await Server.logIn(url, credentials);
		secrets.keep('the administrator’s token', server.session.token);
		const me = await server.request('GET', '/api/v1/me');
		const roles = me.body.roles;
		if (me.status !== 200) throw new Complaint(`${url} does not accept these credentials (HTTP ${me.status}).`);
		if (!Array.isArray(roles) || !roles.includes('admin')) {
			await server.end();
			throw new Complaint('These are not the credentials of an administrator.');
		}
		return server;
	}

	/**
	 * @param tries how often it is tried where core's limit refuses it, once a minute
	 * @throws Complaint where the server refuses
	 */
	static async logIn(url: string, credentials: PasswordCredentials, tries = 1): Promise<Server> {
		const { username, password, code } = credentials;
		const reply = await send(url, 'POST', '/api/v1/login', {}, { user: username, password, code });
		if (reply.status === 429) {
			if (tries === 1) throw new Complaint(`The limit of logins of ${url} is used up: try again in a minute.`);
			await setTimeout(limitWindow);
			return Server.logIn(url, credentials, tries - 1);
		}
		const data = reply.body.data as { userId: string; authToken: string } | undefined;
		if (reply.status !== 200 || !data) {
			const asked = reply.body.error === 'totp-required' || code === undefined;
			const hint = asked ? ' If the account has a second factor, give its code: --code.' : '';
			throw new Complaint(`${url} does not accept this user name and password (HTTP ${reply.status}).${hint}`);
		}
		return new Server(url, { userId: data.userId, token: data.authToken }, password);
	}

	/** Ends a session that {@link logIn} has begun; a personal access token stays. */
	async end(): Promise<void> {
		if (this.password !== undefined) await this.request('POST', '/api/v1/logout', {});
	}

	/** @throws ServerRefusal for any status but 200 */
	async call<Body>(method: string, path: string, body?: object): Promise<Body> {
		const reply = await this.request(method, path, body);
		if (reply.status !== 200) throw new ServerRefusal(`${method} ${path}`, reply);
		return reply.body as Body;
	}

	/** Waits where the server's limit says so, and passes core's question for the password. */
	async request(method: string, path: string, body?: object): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			const reply = await send(this.url, method, path, this.headers(), body);
			if (reply.status === 429 && tries < patience) {
				await setTimeout(limitWindow);
			} else if (reply.body.errorType === 'totp-required' && this.password !== undefined) {
				return send(this.url, method, path, { ...this.headers(), ...passwordAgain(this.password) }, body);
			} else {
				return reply;
			}
		}
	}

	private headers(): Record<string, string> {
		return { 'x-user-id': this.session.userId, 'x-auth-token': this.session.token };
	}
}

/** What Rocket.Chat takes for a second factor of an account that has no other (app/2fa/server/code/PasswordCheckFallback.ts). */
const passwordAgain = (password: string): Record<string, string> => ({
	'x-2fa-method': 'password',
	'x-2fa-code': createHash('sha256').update(password).digest('hex'),
});

async function send(
	url: string,
	method: string,
	path: string,
	headers: Record<string, string>,
	body?: object,
): Promise<Reply> {
	const isForm = body === undefined || body instanceof FormData;
	const response = await fetch(url + path, {
		method,
		headers: { ...headers, ...(!isForm && { 'content-type': 'application/json' }) },
		...(body && { body: isForm ? (body as FormData) : JSON.stringify(body) }),
	}).catch((error: unknown) => {
		throw new Complaint(`${url} cannot be reached: ${reasonOf(error)}`);
	});
	const text = await response.text();
	// A proxy may have taken the header away.
	const time = Date.parse(response.headers.get('date') ?? '') || Date.now();
	return { status: response.status, text, time, body: parsed(text) };
}

function parsed(text: string): Reply['body'] {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Reply['body']) : {};
	} catch {
		return {};
	}
}

/** `fetch` hides the system's words one level below. */
export function reasonOf(error: unknown): string {
	const { message, cause } = error as Error & { cause?: Error };
	return cause?.message ? `${message} (${cause.message})` : message;
}
