import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCertificate } from '../certificate';

/** What the server says about a ticket. */
export interface Assertion {
	user: string;
	attributes?: Record<string, string>;
}

export interface CasServer {
	url: string;
	/** Certificate (PEM) to trust. */
	ca: string;
	/** Requests as they came, newest last. */
	requests: { url: string; headers: IncomingHttpHeaders }[];
	/** Makes a ticket that is good for ever. */
	ticketFor(assertion: Assertion): string;
	stop(): Promise<void>;
}

/** A CAS server that asserts whatever a test wants, and answers "no" to tickets that it did not make. */
export async function startCasServer(): Promise<CasServer> {
	const certificate = await createCertificate();
	const assertions = new Map<string, Assertion>();
	const requests: CasServer['requests'] = [];
	const server = createServer(certificate, (request, response) => {
		requests.push({ url: request.url ?? '', headers: request.headers });
		const { pathname, searchParams } = new URL(request.url ?? '', 'https://localhost');
		const assertion = assertions.get(searchParams.get('ticket') ?? '');
		response.end(pathname.endsWith('/validate') ? version1(assertion) : version2(assertion));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://localhost:${(server.address() as AddressInfo).port}/cas`,
		ca: certificate.cert,
		requests,
		ticketFor: (assertion) => {
			const ticket = `ST-${assertions.size + 1}`;
			assertions.set(ticket, assertion);
			return ticket;
		},
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function version1(assertion: Assertion | undefined): string {
	return assertion ? `yes\n${assertion.user}\n` : 'no\n\n';
}

function version2(assertion: Assertion | undefined): string {
	const body = assertion
		? `<cas:authenticationSuccess><cas:user>${escape(assertion.user)}</cas:user><cas:attributes>${Object.entries(
				assertion.attributes ?? {},
			)
				.map(([name, value]) => `<cas:${name}>${escape(value)}</cas:${name}>`)
				.join('')}</cas:attributes></cas:authenticationSuccess>`
		: '<cas:authenticationFailure code="INVALID_TICKET">unknown</cas:authenticationFailure>';
	return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${body}</cas:serviceResponse>`;
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
