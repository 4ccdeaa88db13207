import type { Html } from '../../html/html';
import { html, linkTarget, script } from '../../html/html';
import type { Texts } from '../../texts/texts';

export interface ProofFormData {
	/** Of the page; see `newNonce`. */
	readonly nonce: string;
	/** Of the challenge. */
	readonly challenge: string;
	/** Where the answer is posted, and what is posted along. */
	readonly action: string;
	readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
	/** Path of the workspace, '' or that of its folder. */
	readonly path: string;
	/** What happens to the session that this browser has: used at once, offered, or passed over for a password. */
	readonly session: 'use' | 'offer' | 'ignore';
}

/**
 * Has somebody prove which account is theirs: by the session that their browser has, or by signing in once. Without a
 * script there is only a note, as in Rocket.Chat itself. Username, password and code go from the script to Rocket.Chat's
 * own login; the inputs have no names, so that no form could ever carry them here.
 */
export function proofForm(texts: Texts, data: ProofFormData): Html {
	const { challenge, action, fields } = data;
	return html`
		<noscript><p>${texts.t('proof_no_script')}</p></noscript>
		<p id="progress" role="status"></p>
		<p id="trouble" role="alert"></p>
		<form id="proof" method="post" action="${linkTarget(action)}" hidden>
			${[...fields, ['nonce', challenge] as const].map(
				([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
			)}
			<input type="hidden" name="by" value="session" id="by" />
		</form>
		<p class="actions" id="offer" hidden><button class="button primary" type="button" id="use"></button></p>
		<form id="sign-in" method="dialog" hidden>
			<label class="field">${texts.t('proof_user')}<input id="user" autocomplete="username" required /></label>
			<label class="field">
				${texts.t('proof_password')}<input id="password" type="password" autocomplete="current-password" required />
			</label>
			<label class="field" id="second-factor" hidden>
				${texts.t('proof_code')}<input id="code" autocomplete="one-time-code" inputmode="numeric" />
			</label>
			<p class="actions"><button class="button primary" type="submit">${texts.t('proof_submit')}</button></p>
		</form>
	`;
}

/** The script of {@link proofForm}. The page needs `fetches`. */
export function proofScript(texts: Texts, { nonce, challenge, path, session }: ProofFormData): Html {
	return script(nonce, prove, {
		...{ api: `${path}/api/v1/`, challenge, session },
		texts: {
			working: texts.t('proof_working'),
			signedOut: texts.t('proof_signed_out'),
			failed: texts.t('proof_failed'),
			refused: texts.t('proof_refused'),
			code: texts.t('proof_code_needed'),
			busy: texts.t('proof_busy'),
			use: texts.t('proof_use_session'),
		},
	});
}

type Proving = {
	readonly api: string;
	readonly challenge: string;
	readonly session: 'use' | 'offer' | 'ignore';
	readonly texts: Readonly<Record<'working' | 'signedOut' | 'failed' | 'refused' | 'code' | 'busy' | 'use', string>>;
};

/** Runs in the browser (see callInBrowser). */
function prove({ api, challenge, session: whatOfSession, texts }: Proving): void {
	type Session = { readonly userId: string; readonly token: string };
	type Answer = {
		readonly status: number;
		readonly body: {
			readonly username?: string;
			readonly status?: string;
			readonly error?: unknown;
			readonly message?: string;
			readonly room?: { readonly rid: string };
			readonly data?: { readonly userId: string; readonly authToken: string };
		};
	};
	/** A session, or core's code for why there is none, if it tells one. */
	type Login = { readonly session?: Session; readonly refusal?: unknown };

	const form = element('sign-in');
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void guarded(signIn);
	});
	element('use').addEventListener('click', () => void guarded(useSession));
	void guarded(begin);

	async function begin(): Promise<void> {
		if (whatOfSession === 'use') return useSession();
		form.hidden = false;
		const stored = whatOfSession === 'offer' && storedSession();
		const me = stored && (await call('me', stored));
		if (!me || me.status !== 200 || !me.body.username) return;
		element('use').textContent = texts.use.replace('{username}', me.body.username);
		element('offer').hidden = false;
	}

	async function useSession(): Promise<void> {
		const stored = storedSession();
		const status = stored ? await confirm(stored) : 401;
		if (status === 200) return answer('session');
		if (status !== 401) throw new Error(String(status));
		tell('trouble', texts.signedOut);
		element('offer').hidden = true;
		form.hidden = false;
	}

	async function signIn(): Promise<void> {
		const code = input('code').value.trim() || undefined;
		const { session, refusal } = await logIn(input('user').value, input('password').value, code);
		if (session) {
			const status = await confirm(session);
			// It was made for this one question. What is answered has no body from 7.4 on.
			await send('logout', session, {});
			if (status !== 200) throw new Error(String(status));
			return answer('password');
		}
		if (refusal === 'totp-required' || refusal === 'totp-invalid') {
			element('second-factor').hidden = false;
			input('code').required = true;
			tell('trouble', texts.code);
			input('code').focus();
		} else {
			tell('trouble', refusal === 'too-many-requests' ? texts.busy : texts.refused);
			input('password').focus();
		}
	}

	/** 9.0 refuses without a reason; its method `login` tells it, and is asked then. */
	async function logIn(user: string, password: string, code: string | undefined): Promise<Login> {
		const { status, body } = await call('login', null, { user, password, code });
		const { data } = body;
		if (status === 200 && data) return { session: { userId: data.userId, token: data.authToken } };
		if (status === 429) return { refusal: 'too-many-requests' };
		const isTold = status !== 401 || body.status !== undefined || body.message !== undefined;
		if (isTold) return { refusal: body.error };
		const login = { user: user.indexOf('@') < 0 ? { username: user } : { email: user }, password };
		return logInByMethod(code ? { totp: { login, code } } : login);
	}

	/** The answer is in a text of its own: with status 200 or, from 8.x on, with 400 where it is an error. */
	async function logInByMethod(login: object): Promise<Login> {
		const message = JSON.stringify({ msg: 'method', id: '1', method: 'login', params: [login] });
		const { body } = await call('method.callAnon/login', null, { message });
		if (body.message === undefined) return {};
		const { result, error } = JSON.parse(body.message) as {
			readonly result?: { readonly id: string; readonly token: string };
			readonly error?: { readonly error?: unknown };
		};
		return result ? { session: { userId: result.id, token: result.token } } : { refusal: error && error.error };
	}

	/** Rocket.Chat runs a command in a room: the one that everybody is in, or else the person's own. */
	async function confirm(session: Session): Promise<number> {
		const run = (roomId: string): Promise<Answer> =>
			call('commands.run', session, { command: 'oauth-login', params: `confirm ${challenge}`, roomId });
		const first = await run('GENERAL');
		if (first.status !== 403) return first.status;
		const me = await call('me', session);
		const own = await call('im.create', session, { username: me.body.username });
		return own.body.room ? (await run(own.body.room.rid)).status : own.status;
	}

	function answer(by: string): void {
		input('by').value = by;
		(element('proof') as HTMLFormElement).submit();
	}

	/** Where Rocket.Chat's client keeps it: the keys of Meteor (accounts-base, accounts_client.js). */
	function storedSession(): Session | undefined {
		for (const storage of [window.localStorage, window.sessionStorage]) {
			const userId = storage.getItem('Meteor.userId');
			const token = storage.getItem('Meteor.loginToken');
			if (userId && token) return { userId, token };
		}
		return undefined;
	}

	async function call(path: string, session: Session | null, body?: object): Promise<Answer> {
		const response = await send(path, session, body);
		return { status: response.status, body: (await response.json().catch(() => ({}))) as Answer['body'] };
	}

	function send(path: string, session: Session | null, body?: object): Promise<Response> {
		const headers: Record<string, string> = { 'Content-Type': 'application/json' };
		if (session) {
			headers['X-User-Id'] = session.userId;
			headers['X-Auth-Token'] = session.token;
		}
		const method = body ? 'POST' : 'GET';
		return window.fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
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

	function setDisabled(disabled: boolean): void {
		for (const button of Array.from(document.querySelectorAll('button'))) button.disabled = disabled;
	}

	function tell(id: string, text: string): void {
		element(id).textContent = text;
	}

	function element(id: string): HTMLElement {
		return document.getElementById(id)!;
	}

	function input(id: string): HTMLInputElement {
		return element(id) as HTMLInputElement;
	}
}
