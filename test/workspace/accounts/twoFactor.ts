import { randomInt } from 'node:crypto';
import { MeteorError } from '../errors';
import type { Profile } from '../profile';
import type { Settings } from '../settings';
import type { LoginToken, Store, UserDocument } from '../store';
import { passwordHash } from './password';

/** Second factors: codes by e-mail, and the password again for what is flagged in REST. No authenticator apps. */
export class TwoFactor {
	/** The code last mailed to a user, by user id. */
	private readonly mailed = new Map<string, string>();

	constructor(
		private readonly store: Store,
		private readonly settings: Settings,
		private readonly profile: Profile,
	) {}

	/** @throws MeteorError `totp-required` or `totp-invalid`. */
	checkLogin(user: UserDocument, code: string | undefined): void {
		if (!this.isEnabled() || !this.hasEmailFactor(user)) {
			return;
		}
		if (code === undefined) {
			this.mailCode(user);
			throw new MeteorError('totp-required', 'TOTP Required', {
				method: 'email',
				codeGenerated: true,
				availableMethods: ['email'],
			});
		}
		this.checkMailedCode(user, code, ['email']);
	}

	/**
	 * For REST calls that are flagged: passes with the headers `x-2fa-method` and `x-2fa-code`, and then is
	 * remembered for the login token.
	 * @throws MeteorError `totp-required` or `totp-invalid`.
	 */
	checkCall(user: UserDocument, token: LoginToken, method: unknown, code: unknown): void {
		const { tokensPassTwoFactor } = this.profile;
		const isPassed = token.bypassTwoFactor || (token.twoFactorAuthorizedUntil?.getTime() ?? 0) > Date.now();
		if (!this.isEnabled() || (tokensPassTwoFactor && isPassed)) return;
		if (this.hasEmailFactor(user)) {
			if (typeof code !== 'string') {
				this.checkLogin(user, undefined);
			}
			this.checkMailedCode(user, String(code), ['email']);
		} else if (this.settings.get('Accounts_TwoFactorAuthentication_Enforce_Password_Fallback')) {
			this.checkPassword(user, method, code);
		} else {
			return;
		}
		const seconds = this.settings.get<number>('Accounts_TwoFactorAuthentication_RememberFor');
		token.twoFactorAuthorizedUntil = new Date(Date.now() + seconds * 1000);
	}

	private isEnabled(): boolean {
		return this.settings.get('Accounts_TwoFactorAuthentication_Enabled');
	}

	private hasEmailFactor(user: UserDocument): boolean {
		return (
			this.settings.get<boolean>('Accounts_TwoFactorAuthentication_By_Email_Enabled') &&
			(user.services.email2fa?.enabled ?? false) &&
			(user.emails?.some((email) => email.verified) ?? false)
		);
	}

	private mailCode(user: UserDocument): void {
		const code = String(randomInt(1_000_000)).padStart(6, '0');
		this.mailed.set(user._id, code);
		this.store.emails.push({ to: user.emails?.[0]?.address, subject: 'Authentication code', text: code });
	}

	private checkMailedCode(user: UserDocument, code: string, availableMethods: string[]): void {
		if (this.mailed.get(user._id) !== code) {
			throw new MeteorError('totp-invalid', 'TOTP Invalid', { method: 'email', availableMethods });
		}
		this.mailed.delete(user._id);
	}

	private checkPassword(user: UserDocument, method: unknown, code: unknown): void {
		const details = { method: 'password', availableMethods: [] };
		if (method !== 'password' || typeof code !== 'string') {
			throw new MeteorError('totp-required', 'TOTP Required', details);
		}
		if (user.services.password?.bcrypt !== passwordHash({ digest: code, algorithm: 'sha-256' })) {
			throw new MeteorError('totp-invalid', 'TOTP Invalid', details);
		}
	}
}
