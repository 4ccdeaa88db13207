import type { ProveAccountData } from './data';
import { inputWith, elementWith, tell } from './parts/dom';
import { CoreApi } from './parts/coreApi';
import type { Session } from './parts/session';
import { sessionIn } from './parts/session';

/** Has a person prove which account is theirs: by the session that their browser has, or by signing in once. */
export default function proveAccount({ api, challenge, session: use, texts }: ProveAccountData): void {
	const core = new CoreApi(api);
	const form = elementWith('sign-in');
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void guarded(signIn);
	});
	void guarded(begin);

	async function begin(): Promise<void> {
		if (use === 'use') return useSession();
		form.hidden = false;
	}

	async function useSession(): Promise<void> {
		const stored = storedSession();
		const status = stored ? await core.confirm(stored, challenge) : 401;
		if (status === 200) return answer('session');
		if (status !== 401) throw new Error(String(status));
		tell('trouble', texts.signedOut);
		form.hidden = false;
	}

	async function signIn(): Promise<void> {
		const code = inputWith('code').value.trim() || undefined;
		const { session, refusal } = await core.logIn(inputWith('user').value, inputWith('password').value, code);
		if (session) {
			const status = await core.confirm(session, challenge);
			// It was made for this one question.
			await core.logOut(session);
			if (status !== 200) throw new Error(String(status));
			return answer('password');
		}
		if (refusal === 'totp-required' || refusal === 'totp-invalid') {
			elementWith('second-factor').hidden = false;
			inputWith('code').required = true;
			tell('trouble', texts.code);
			inputWith('code').focus();
		} else {
			tell('trouble', refusal === 'too-many-requests' ? texts.busy : texts.refused);
			inputWith('password').focus();
		}
	}

	function answer(by: string): void {
		inputWith('by').value = by;
		(elementWith('proof') as HTMLFormElement).submit();
	}

	/** One thing at a time, and no silence when it fails. */
	async function guarded(action: () => Promise<void>): Promise<void> {
		tell('trouble', '');
		tell('progress', texts.working);
		setDisabled(true);
		try {
			await action();
		} catch {
			tell('trouble', texts.failed);
		}
		tell('progress', '');
		setDisabled(false);
	}
}

function storedSession(): Session | undefined {
	return sessionIn(window.localStorage) || sessionIn(window.sessionStorage);
}

function setDisabled(disabled: boolean): void {
	for (const button of Array.from(document.querySelectorAll('button'))) button.disabled = disabled;
}
