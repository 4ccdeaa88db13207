import type { ErrorCode } from '../../errors';
import { LoginError } from '../../errors';

/** Core declined because of its limit; another try is welcome later. */
export class TooManyLogins extends LoginError {
	/** @param retryAfter seconds */
	constructor(readonly retryAfter: number) {
		super('too_many_logins');
	}
}

/** Core looked at the login and said no. */
export class LoginRefused extends LoginError {
	constructor(
		code: ErrorCode,
		detail?: string,
		/** Core's own code, such as `totp-required`; '' where core tells none. */
		readonly coreCode = '',
	) {
		super(code, detail);
	}

	/** Whether there is an account all the same: a deactivated one is found, or even created, and then refused. */
	get accountExists(): boolean {
		return this.code === 'account_disabled';
	}
}
