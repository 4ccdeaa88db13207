import type { ClientConfig } from '../publicSettings';
import type { Session } from './session';

/** Milliseconds. */
const popupPollInterval = 100;

/** Milliseconds that a newer client gives to the popup, which it then closes (openCASLoginPopup.ts, read of no release). */
const popupLifetime = 120_000;

/** Meteor's `Random.id()`: 17 characters that are hard to confuse. */
const idLength = 17;
const idAlphabet = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * Core's CAS button: a popup at the CAS server, and a login with the credential token once the popup is done.
 *
 * @throws RestError when the popup came back without a ticket; Error when it took too long
 */
export async function loginWithCas(session: Session, { line, kind, settings }: ClientConfig): Promise<void> {
	const credentialToken = randomId();
	const service = `${settings.Site_Url.replace(/\/$/, '')}/_cas/${credentialToken}`;
	const separator = settings.CAS_login_url.includes('?') ? '&' : '?';
	// 6.5.3 sends the service as it is; 7.7.1 encodes it.
	const parameter = line === 6 ? service : encodeURIComponent(service);
	const popup = openCentred(
		`${settings.CAS_login_url}${separator}service=${parameter}`,
		Number(settings.CAS_popup_width),
		Number(settings.CAS_popup_height),
	);
	if (!popup) return;
	await finished(popup, service, kind === 'vite' ? popupLifetime : Infinity);
	await session.login({ cas: { credentialToken } });
}

function openCentred(url: string, width: number, height: number): Window | null {
	const left = Math.round(screenX + (outerWidth - width) / 2);
	const top = Math.round(screenY + (outerHeight - height) / 2);
	return open(url, 'Login', `width=${width},height=${height},left=${left},top=${top},scrollbars=yes`);
}

/** Settles when the popup was closed, or has brought its ticket to the server. */
function finished(popup: Window, service: string, lifetime: number): Promise<void> {
	const end = Date.now() + lifetime;
	return new Promise((resolve, reject) => {
		const timer = setInterval(() => {
			const isOver = popup.closed || hasDelivered(popup, service);
			if (!isOver && Date.now() < end) return;
			clearInterval(timer);
			popup.close();
			if (isOver) resolve();
			else reject(new Error('The popup took too long'));
		}, popupPollInterval);
	});
}

function hasDelivered(popup: Window, service: string): boolean {
	try {
		return popup.location.href.startsWith(`${service}?`) && popup.document.readyState === 'complete';
	} catch {
		return false; // still at another origin
	}
}

function randomId(): string {
	// The bias of the remainder is nothing to a test instrument.
	const bytes = crypto.getRandomValues(new Uint8Array(idLength));
	return Array.from(bytes, (byte) => idAlphabet[byte % idAlphabet.length]).join('');
}
