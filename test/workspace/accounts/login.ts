import type { CasLogin } from '../cas/loginHandler';
import { clone } from '../clone';
import { MeteorError } from '../errors';
import type { Profile } from '../profile';
import { hashToken, randomSecret } from '../random';
import type { Settings } from '../settings';
import type { UserDocument } from '../store';
import { passwordHash } from './password';
import type { TwoFactor } from './twoFactor';
import type { AppEvents, Users } from './users';

export interface LoginResult {
	id: string;
	token: string;
	tokenExpires: Date;
	type: 'password' | 'resume' | 'cas';
}

/** What a login handler found out: who it is, and for a resumed session, the token that goes on. */
interface Attempt {
	type: LoginResult['type'];
	user: UserDocument;
	token?: string;
}

type Options = Record<string, unknown>;

/** `details` of what is refused after the handlers: seen on 7.7.1, read for the others. */
const WHERE = { function: 'Accounts.validateLoginAttempt' };

/** What Meteor's `login` method does: handlers, then validation, then a session. */
export class Login {
	constructor(
		private readonly users: Users,
		private readonly settings: Settings,
		private readonly profile: Profile,
		private readonly cas: CasLogin,
		private readonly twoFactor: TwoFactor,
		private readonly triggerAppEvent: AppEvents,
	) {}

	/** @throws MeteorError for a refusal; anything else for a failure inside. */
	async login(options: Options): Promise<LoginResult> {
		const { code, login } = unwrapCode(options);
		const attempt = await this.handle(login);
		this.validate(attempt, code);
		return this.createSession(attempt);
	}

	private async handle(options: Options): Promise<Attempt> {
		try {
			if (options.resume !== undefined) {
				return this.resume(options.resume);
			}
			if (options.password !== undefined && options.user !== undefined) {
				return this.password(options.user as Options, options.password);
			}
			if (options.cas) {
				return { type: 'cas', user: await this.cas.login((options.cas as Options).credentialToken) };
			}
			throw new MeteorError(400, 'Unrecognized options for login request');
		} catch (error) {
			if (this.profile.uniformLoginErrors && error instanceof MeteorError) {
				throw new MeteorError(401, 'User not found');
			}
			throw error;
		}
	}

	private resume(token: unknown): Attempt {
		const found = typeof token === 'string' ? this.users.findByToken(hashToken(token)) : undefined;
		if (!found) {
			throw new MeteorError(403, "You've been logged out by the server. Please log in again.");
		}
		return { type: 'resume', user: found.user, token: String(token) };
	}

	private password(selector: Options, password: unknown): Attempt {
		const user = this.bySelector(selector);
		if (!user) {
			throw new MeteorError(403, 'User not found');
		}
		if (user.services.password?.bcrypt !== passwordHash(password)) {
			throw new MeteorError(403, 'Incorrect password');
		}
		return { type: 'password', user };
	}

	private bySelector({ id, username, email }: Options): UserDocument | undefined {
		if (typeof id === 'string') {
			return this.users.findById(id);
		}
		if (typeof username === 'string') {
			return this.users.findByUsername(username) ?? this.users.findByUsernameIgnoringCase(username);
		}
		return typeof email === 'string' ? this.users.findByEmail(email) : undefined;
	}

	/** The checks that run for every login; their texts reach the caller on every line. */
	private validate({ type, user }: Attempt, code: string | undefined): void {
		if (user.type === 'app') {
			throw new MeteorError('error-app-user-is-not-allowed-to-login', 'App user is not allowed to login', WHERE);
		}
		if (!user.active) {
			throw new MeteorError('error-user-is-not-activated', 'User is not activated', WHERE);
		}
		const verified = user.emails?.some((email) => email.verified) ?? false;
		const mustVerify = this.settings.get<boolean>('Accounts_EmailVerification');
		if (type === 'password' && mustVerify && !verified && !user.roles.includes('admin')) {
			throw new MeteorError('error-invalid-email', 'Invalid email __email__', WHERE);
		}
		// Resumed sessions and CAS are exempt (`server/lib/2fa/loginHandler.ts`).
		if (type === 'password') {
			this.twoFactor.checkLogin(user, code);
		}
	}

	private async createSession({ type, user, token: resumed }: Attempt): Promise<LoginResult> {
		const token = resumed ?? randomSecret();
		const now = new Date();
		if (resumed === undefined) {
			this.users.addToken(user, { hashedToken: hashToken(token), when: now });
			this.users.update(user, { lastLogin: now });
			await this.triggerAppEvent('IPostUserLoggedIn', clone(user));
		}
		const days = this.settings.get<number>('Accounts_LoginExpiration');
		return { id: user._id, token, tokenExpires: new Date(now.getTime() + days * 86_400_000), type };
	}
}

function unwrapCode(options: Options): { code?: string; login: Options } {
	const { totp } = options as { totp?: { code?: unknown; login?: Options } };
	return totp?.login ? { code: String(totp.code), login: totp.login } : { login: options };
}
