import type { Store } from '../../store';
import type { Settings } from '../../settings';
import type { BridgeMethods } from './define';

interface Email {
	to: string | string[];
	[field: string]: unknown;
}

/** Resolves whether or not mail is set up: apps cannot tell. What would be sent is kept in the store. */
export function emailBridge(store: Store, settings: Settings): BridgeMethods {
	return {
		sendEmail: (email: Email) => {
			const recipients = [email.to].flat();
			if (!recipients.every((address) => /^[^\s@]+@[^\s@]+$/.test(String(address)))) {
				throw new Error('[invalid email]');
			}
			if (settings.get('SMTP_Host') !== '') {
				store.emails.push(email);
			}
		},
	};
}
