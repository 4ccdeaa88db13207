import type { Sealer } from '../../browser/seal';
import { escapeMarkup } from '../../values/markup';

/** What a ticket says: for this one service, this is the user. */
export interface TicketContent {
	readonly service: string;
	readonly user: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Only the process that made it validates it; see {@link OwnTickets}. */
	readonly own?: true;
}

/** Whether the ticket of a service is shown for the first time (CAS Protocol §3.1.1). A ticket can be spelt in more than one way. */
export type IsFirst = (ticket: Pick<TicketContent, 'service' | 'own'>) => Promise<boolean>;

/** Seconds. The server validates a ticket in the same second in which it gets it. */
export const ticketLifetime = 30;

/**
 * A CAS ticket for one service URL, which is one credential token of one sign-in: sealed, and good once. Its URL has the
 * service as well, and a server may log it: validated a second time, the ticket would make the credential token good again.
 */
export const mintTicket = (sealer: Sealer, content: TicketContent): Promise<string> =>
	sealer.seal('ticket', content, ticketLifetime);

/**
 * The answer of `proxyValidate` (CAS Protocol 2.0 §2.6.2). `pgtUrl` is ignored: there are no proxy tickets here.
 *
 * @param isFirst is asked about good tickets only
 */
export async function validateTicket(
	sealer: Sealer,
	ticket: unknown,
	service: unknown,
	isFirst: IsFirst,
): Promise<string> {
	if (typeof ticket !== 'string' || typeof service !== 'string') return failure('INVALID_REQUEST');
	const content = await sealer.open<TicketContent>('ticket', ticket);
	if (!content || content === 'expired') return failure('INVALID_TICKET');
	if (content.service !== service) return failure('INVALID_SERVICE');
	if (!(await isFirst(content))) return failure('INVALID_TICKET');
	const attributes = Object.entries(content.attributes).map(
		([name, value]) => `<cas:${name}>${escapeMarkup(value)}</cas:${name}>`,
	);
	return response(
		`<cas:authenticationSuccess><cas:user>${escapeMarkup(content.user)}</cas:user>` +
			`<cas:attributes>${attributes.join('')}</cas:attributes></cas:authenticationSuccess>`,
	);
}

const failure = (code: string): string =>
	response(`<cas:authenticationFailure code="${code}">The ticket was not accepted.</cas:authenticationFailure>`);

const response = (content: string): string =>
	`<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${content}</cas:serviceResponse>`;
