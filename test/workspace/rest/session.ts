import { createHash } from 'node:crypto';
import type { Login } from '../accounts/login';
import type { Users } from '../accounts/users';
import { toMe } from '../accounts/views';
import { clientAddress } from '../clientAddress';
import { DatabaseError, MeteorError } from '../errors';
import type { Profile } from '../profile';
import { sha256Hex } from '../random';
import type { RateLimiter } from '../rateLimiter';
import type { Settings } from '../settings';
import type { UserDocument } from '../store';
import { Answer } from './api';
import type { Api, Call } from './api';

interface SessionDependencies {
	users: Users;
	settings: Settings;
	profile: Profile;
	login: Login;
	rateLimiter: RateLimiter;
}

/** Meteor's own limit on logins: per connection. */
const LOGIN_LIMIT = { calls: 5, interval: 10_000 };

type Options = Record<string, unknown>;

/** Signing in and out, and who one is. */
export function sessionRoutes(api: Api, dependencies: SessionDependencies): void {
	const { users, settings, profile, login, rateLimiter } = dependencies;
	const me = (user: UserDocument) => toMe(user, profile, settings.get('Site_Url'));

	const logIn = async ({ body }: Pick<Call, 'body'>, refuse: typeof loginFailure): Promise<Answer> => {
		try {
			const { id, token } = await login.login(fromRestBody(body));
			const { email, ...others } = me(users.findById(id) as UserDocument);
			const data = { userId: id, authToken: token, me: profile.newRestRouter ? others : { ...others, email } };
			return new Answer(200, { status: 'success', data, ...(profile.newRestRouter && { success: true }) });
		} catch (error) {
			return refuse(error, profile);
		}
	};
	api.route('post', '/v1/login', { authRequired: false }, (call) => logIn(call, restRefusal));
	// Not Rocket.Chat's: its web client logs in by DDP, which the limit of the REST interface does not count.
	api.route('post', '/v1/ddp.login', { authRequired: false, rateLimited: false }, (call) => logIn(call, loginFailure));

	api.route('post', '/v1/logout', {}, ({ user, session }) => {
		users.removeToken(user, session?.token.hashedToken ?? '');
		const document = { status: 'success', data: { message: "You've been logged out!" } };
		return new Answer(200, profile.newRestRouter ? undefined : document);
	});

	api.route('get', '/v1/me', {}, ({ user }) => me(user));

	api.route('post', '/v1/method.callAnon/:method', { authRequired: false, rateLimited: false }, async (call) => {
		const { method = '' } = call.params;
		const { id, params } = parseMessage(call.body.message);
		try {
			const { allowed, timeToReset } = rateLimiter.count(`method ${method} ${connectionOf(call)}`, LOGIN_LIMIT);
			if (!allowed) {
				const seconds = Math.ceil(timeToReset / 1000);
				throw new MeteorError(
					'too-many-requests',
					`Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying again.`,
					{ timeToReset },
				);
			}
			if (method !== 'login') {
				throw new MeteorError(404, `Method '${method}' not found`);
			}
			const { id: userId, token, tokenExpires, type } = await login.login((params[0] ?? {}) as Options);
			const result = { id: userId, token, tokenExpires: { $date: tokenExpires.getTime() }, type };
			return { message: JSON.stringify({ msg: 'result', id, result }) };
		} catch (error) {
			const message = JSON.stringify({ msg: 'result', id, error: toMethodError(error) });
			return new Answer(profile.methodErrorStatus, { message, success: profile.methodErrorStatus === 200 });
		}
	});
}

/** Password logins are rewritten for Meteor; any other body goes to the login handlers as it is. */
function fromRestBody(body: Options): Options {
	const { user, username, email, password, code, ...others } = body;
	const name = user ?? username ?? email;
	if (!password || typeof name !== 'string' || Object.keys(others).length > 0) {
		return body;
	}
	const byEmail = user !== undefined ? name.includes('@') : username === undefined;
	const { hashed } = password as { hashed?: unknown };
	const login = {
		user: byEmail ? { email: name } : { username: name },
		password:
			typeof password === 'string'
				? { digest: sha256Hex(password), algorithm: 'sha-256' }
				: hashed !== undefined
					? { digest: hashed, algorithm: 'sha-256' }
					: password,
	};
	return code === undefined ? login : { totp: { code, login } };
}

/** As {@link loginFailure}, in the form of `POST login`. */
function restRefusal(error: unknown, profile: Profile): Answer {
	const { status, body } = loginFailure(error, profile);
	if (status !== 401 || !profile.newRestRouter) {
		return new Answer(status, body);
	}
	const reasonless = { success: false, error: 'unauthorized' };
	return new Answer(401, profile.reasonlessLoginRefusals ? reasonless : { success: false, ...(body as object) });
}

function loginFailure(error: unknown, profile: Profile): Answer {
	if (profile.uniformLoginErrors && !(error instanceof MeteorError)) {
		return new Answer(500, { success: false, error: 'Internal server error' });
	}
	if (!(error instanceof MeteorError)) {
		return new Answer(401, { status: 'error', message: (error as Error).message });
	}
	if (error.reason === 'User not found' || error.reason === 'Incorrect password') {
		return new Answer(401, { status: 'error', error: 'Unauthorized', message: 'Unauthorized' });
	}
	return new Answer(401, {
		status: 'error',
		error: error.error,
		...(error.details !== undefined && { details: error.details }),
		message: error.reason || error.message,
	});
}

function parseMessage(message: unknown): { id: string; params: unknown[] } {
	const { id, params } = JSON.parse(String(message)) as { id: string; params?: unknown[] };
	return { id, params: params ?? [] };
}

/** Who a caller of methods is without a session: its address and its program. */
function connectionOf({ request }: Call): string {
	return createHash('md5')
		.update(`${clientAddress(request)}${request.headers['user-agent'] ?? ''}`)
		.digest('hex');
}

function toMethodError(error: unknown): object {
	if (error instanceof MeteorError) {
		const { error: code, reason, details, message } = error;
		return { isClientSafe: true, error: code, reason, details, message, errorType: 'Meteor.Error' };
	}
	return error instanceof DatabaseError
		? { ok: 0, code: error.code, message: error.message }
		: { message: (error as Error).message };
}
