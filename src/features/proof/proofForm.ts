import proveAccount from 'browser-script:proveAccount';
import type { ProveAccountData } from '../../browser-scripts/data';
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
	readonly session: ProveAccountData['session'];
}

/**
 * Has someone prove which account is theirs: by the session that their browser has, or by signing in once. Without a
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
	return script(nonce, proveAccount, {
		...{ api: `${path}/api/v1/`, challenge, session },
		texts: {
			working: texts.t('proof_working'),
			signedOut: texts.t('proof_signed_out'),
			failed: texts.t('proof_failed'),
			refused: texts.t('proof_refused'),
			code: texts.t('proof_code_needed'),
			busy: texts.t('proof_busy'),
		},
	});
}
