import { Audit } from '../../attempts/audit';
import { LoginError } from '../../errors';
import type { Account } from '../../ports/directory';
import type { Slot } from '../../ports/memory';
import type { Needs, Storage } from '../../ports/ports';
import { usesOwnCasNow } from './coreSettings';
import type { Entry, Newcomer, Session, SessionBridge } from '../session/session';

/** Accounts that core's CAS login does not lead to, and until when that is taken for true: milliseconds since 1970. */
const misled: Slot<Map<string, number>> = () => new Map();

/** Milliseconds: as long as an admin's cure may take to be noticed. */
const hour = 3600_000;

/** So many accounts are remembered at most. */
const maximumMisled = 1_000;

/**
 * The CAS bridge, and the REST bridge for the accounts that core's CAS login does not lead to. A username that was once
 * told to core stays there as the id of that account (`services.cas.external_id`), also after a rename: anyone who gets the
 * name next would be signed in as its earlier bearer. That session is closed at once; so that the next try does not open
 * it again, the account is remembered.
 */
export class GuardedCasBridge implements SessionBridge {
	constructor(
		private readonly cas: SessionBridge,
		/** Where it is on, and the admin has not forbidden it. */
		private readonly rest: SessionBridge | undefined,
		private readonly ports: Storage & Needs<'serverSettings' | 'appPath'>,
	) {}

	async signIn(account: Account, casUser: string | undefined, clientAddress: string | undefined): Promise<Entry> {
		const known = this.ports.memory.of(misled);
		let refusal = new LoginError('session_mismatch', `core's CAS login leads from ${account.id} to another account`);
		if ((known.get(account.id) ?? 0) <= this.ports.now()) {
			try {
				return await this.orForeign(() => this.cas.signIn(account, casUser, clientAddress));
			} catch (error) {
				if (!(error instanceof LoginError) || error.code !== 'session_mismatch') throw error;
				refusal = error;
			}
			if (known.size >= maximumMisled) known.clear();
			known.set(account.id, this.ports.now() + hour);
			new Audit(this.ports).note({ event: 'cas_id_elsewhere', userId: account.id });
		}
		if (!this.rest) throw refusal;
		return this.rest.signIn(account, casUser, clientAddress);
	}

	create(newcomer: Newcomer, clientAddress: string | undefined): Promise<Entry> {
		return this.orForeign(() => this.cas.create(newcomer, clientAddress));
	}

	/** Core asks another CAS server since an admin put one in: that is the cause, and no fault of the account. */
	private async orForeign<T>(signIn: () => Promise<T>): Promise<T> {
		try {
			return await signIn();
		} catch (error) {
			const isVague = error instanceof LoginError && ['account_refused', 'session_refused'].includes(error.code);
			if (isVague && (await usesOwnCasNow(this.ports))) throw new LoginError('cas_in_use', 'CAS_base_url');
			throw error;
		}
	}

	setAvatar(session: Session, url: string): Promise<void> {
		return this.cas.setAvatar(session, url);
	}

	endOthers(session: Session): Promise<void> {
		return this.cas.endOthers(session);
	}

	end(session: Session): Promise<void> {
		return this.cas.end(session);
	}
}
