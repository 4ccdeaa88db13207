import { subjectEnd } from '../../accounts/describeLink';
import { maskAddress } from '../../identity/person';
import type { Identity } from '../../identity/identity';
import type { Html } from '../../html/html';
import { html } from '../../html/html';
import type { Texts } from '../../texts/texts';
import { cleanText } from '../../values/foreignText';

/** What of an identity its owner is shown, to see whether it is theirs. */
export type ShownIdentity = Pick<Identity, 'subject' | 'username' | 'name' | 'email' | 'emailVerified'>;

/**
 * Which identity it is. What the provider vouches for is apart from what people can choose there: anyone may call
 * themselves by someone else's name, to have that person take a foreign identity for their own.
 */
export function identityFacts(
	{ t }: Texts,
	provider: string,
	{ subject, username, name, email, emailVerified }: ShownIdentity,
): Html {
	const address = email && maskAddress(email);
	const shortened = (text: string): string => cleanText(text.includes('@') ? maskAddress(text) : text, 64);
	const said = [username, name].flatMap((text) => (text ? [shortened(text)] : []));
	const unverified = [...new Set([...said, ...(address && !emailVerified ? [address] : [])])]
		.filter(Boolean)
		.join(', ');
	const rows = [
		[t('identity_email', { provider }), emailVerified && address],
		[t('identity_unverified'), unverified],
		[t('identity_subject', { provider }), cleanText(subjectEnd(subject), 8)],
	].filter(([, value]) => value);
	return html`<dl class="facts">
		${rows.map(
			([label, value]) =>
				html`<dt>${label}</dt>
					<dd><bdi>${value}</bdi></dd>`,
		)}
	</dl>`;
}
