import type { MarkKind } from './adminFrame';
import { factList, mark, moment } from './adminFrame';
import type { Names } from './names';
import type { AttemptEntry } from '../../attempts/attemptLog';
import { explain } from '../../attempts/explain';
import { outcomeOf } from '../../attempts/filter';
import type { ErrorCode } from '../../errors';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Texts } from '../../texts/texts';

/** The account where there is one, and what the provider calls the person: an account can have several identities. */
export function whoOf({ userId, person }: AttemptEntry, names: Names): string | undefined {
	const account = userId && names.account(userId);
	return account && person && person !== account ? `${account} (${person})` : account || person;
}

const kindOf = (entry: AttemptEntry): MarkKind =>
	(({ signed_in: 'good', departed: 'note' }) as Record<string, MarkKind>)[outcomeOf(entry)] ?? 'blocked';

/** An attempt in a line. */
export function attemptLine(texts: Texts, entry: AttemptEntry, names: Names): Html {
	const { id, at, provider, more } = entry;
	const { t } = texts;
	const who = whoOf(entry, names);
	return html`<span class="line"
		>${mark(kindOf(entry), explain(entry, undefined, texts).title)}
		${provider && html`<strong><bdi>${names.provider(provider)}</bdi></strong>`} ${who && html`<bdi>${who}</bdi>`}
		<span class="hint">${moment(at)} <code dir="ltr">${id}</code></span>
		${more !== undefined && html`<span class="hint">${t('attempts_more', { count: more })}</span>`}</span
	>`;
}

/** @param below path of the app on this workspace, without a slash at its end */
export const helpLink = (below: string, code: ErrorCode, text: string): Html =>
	html`<a href="${linkTarget(`${below}/help#${code}`)}">${text}</a>`;

/** All that is known of it: the cause, and what to do about it. */
export function attemptInFull(texts: Texts, entry: AttemptEntry, names: Names, below: string): Html {
	const { provider, code, detail } = entry;
	const { t } = texts;
	return html`${explain(entry, provider && names.callbackUrl(provider), texts).paragraphs.map(
		(paragraph) => html`<p>${paragraph}</p>`,
	)}
	${factList([
		[t('label_provider'), provider && names.provider(provider)],
		[t('label_who'), whoOf(entry, names)],
		[t('error_code'), code && helpLink(below, code, code)],
		[t('label_detail'), detail],
	])}`;
}
