import type { SignOutData } from './data';
import { show } from './parts/dom';
import type { KnownSession } from './parts/everySession';
import { everySession } from './parts/everySession';

/** Ends the browser's sessions by core's own call, tells the app, and goes where the app says. */
export default function signOut({ path, here, form, atOnce }: SignOutData): void {
	const button = document.getElementById('sign-out');
	if (button) button.addEventListener('click', begin);
	if (atOnce) begin();

	function begin(): void {
		show('failure', false);
		Promise.all(everySession(path).map(end)).then(
			() => goOn().catch(() => window.location.replace(here)),
			() => show('failure', true),
		);
	}

	/** A session has ended when the server says so, or does not know it any more. */
	async function end({ userId, token, forget }: KnownSession): Promise<void> {
		const headers = { 'X-User-Id': userId, 'X-Auth-Token': token };
		const answer = await window.fetch(`${path}/api/v1/logout`, { method: 'POST', headers });
		if (!answer.ok && answer.status !== 401) throw new Error('not ended');
		forget.forEach((one) => one());
	}

	async function goOn(): Promise<void> {
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
		const answer = await window.fetch(here, { method: 'POST', headers, body: `form=${form}` });
		const { next } = (await answer.json()) as { readonly next: string };
		window.location.replace(next);
	}
}
