import { useOnce } from '../../browser/once';
import { Sealer } from '../../browser/seal';
import { ownTickets } from '../../workspace/cas/ownTickets';
import type { IsFirst } from '../../workspace/cas/ticket';
import { ticketLifetime, validateTicket } from '../../workspace/cas/ticket';
import { silentHeader } from '../../workspace/address/self';
import type { Call, Handlers } from '../../http/endpoint';
import { standingByValue } from '../../http/standing';
import { sha256 } from '../../values/digest';
import type { Storage } from '../../ports/ports';

/** What core's CAS client asks whether a ticket is good: the workspace's own CAS server. */
export const proxyValidate: Handlers = {
	path: 'cas/proxyValidate',
	throttle: 'server',
	standing: (call) => standingByValue(call.request.query?.ticket, 'ticket', call),
	get: async ({ request, ports }) => {
		const { ticket, service } = request.query as Record<string, unknown>;
		const sealer = new Sealer(ports);
		return {
			status: 200,
			headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' },
			content: await validateTicket(sealer, ticket, service, firstUseBy(ports)),
		};
	},
};

/** In the memory of the process for its own tickets, in the store for all others. */
export const firstUseBy =
	({ store, memory, now }: Storage): IsFirst =>
	async ({ service, own }) =>
		own
			? memory.of(ownTickets).use(service)
			: useOnce(`service:${await sha256(service)}`, now() + ticketLifetime * 1000, store, memory);

/**
 * Answers a question that only this app can read, so that the app knows an address behind which it runs itself
 * (`workspace/address/self.ts`).
 */
export const self: Handlers = {
	path: 'self',
	throttle: 'server',
	standing: (call) => standingByValue(questionOf(call), 'self-check', call),
	post: async (call) => {
		const { ports, silent } = call;
		const sealer = new Sealer(ports);
		const question = questionOf(call);
		const opened = await sealer.open<{ answer: string }>('self-check', typeof question === 'string' ? question : '');
		const answer = opened && opened !== 'expired' ? opened.answer : undefined;
		return {
			status: answer ? 200 : 400,
			headers: {
				'content-type': 'text/plain; charset=utf-8',
				'cache-control': 'no-store',
				[silentHeader]: silent ? 'yes' : 'no',
			},
			content: answer ?? 'Bad question',
		};
	},
};

const questionOf = ({ request }: Call): unknown => (request.content as Record<string, unknown> | undefined)?.question;
