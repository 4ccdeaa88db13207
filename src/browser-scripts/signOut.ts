import type { SignOutData } from './data';
import { show } from './parts/dom';
import { removeSession, sessionIn, storageOf } from './parts/session';

/** Ends the browser's sessions by core's own call, and leaves the page then. */
export default function signOut({ next, atOnce }: SignOutData): void {
	const button = document.getElementById('sign-out');
	if (button) button.addEventListener('click', begin);
	if (atOnce) begin();

	function begin(): void {
		show('failure', false);
		const storages = (['localStorage', 'sessionStorage'] as const).map(storageOf);
		Promise.all(storages.map(endSession)).then(
			() => window.location.replace(next),
			() => show('failure', true),
		);
	}
}

/** A session has ended when the server says so, or does not know it any more. */
async function endSession(storage: Storage | null): Promise<void> {
	const session = sessionIn(storage);
	if (!storage || !session) return;
	const headers = { 'X-User-Id': session.userId, 'X-Auth-Token': session.token };
	const answer = await window.fetch('/api/v1/logout', { method: 'POST', headers });
	if (!answer.ok && answer.status !== 401) throw new Error('not ended');
	removeSession(storage);
	for (const name of ['rc_uid', 'rc_token']) document.cookie = `${name}=; path=/; max-age=0`;
}
