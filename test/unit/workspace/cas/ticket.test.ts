import { Sealer } from '../../../../src/browser/seal';
import { mintTicket, validateTicket } from '../../../../src/workspace/cas/ticket';
import { portsWith } from '../../support/ports';

/** No ticket was shown before. */
const firstTime = async (): Promise<boolean> => true;

const clock = { time: 1_700_000_000_000 };
const sealer = new Sealer(portsWith({ now: () => clock.time }));
const service = 'https://chat.example.com/_cas/abc-_123';
const ticketFor = (more: { user?: string; attributes?: Record<string, string> } = {}): Promise<string> =>
	mintTicket(sealer, { service, user: 'oauth-login:x', attributes: {}, ...more });

/** Elements and texts of an answer, read by someone who knows XML and nothing of who wrote it. */
function parse(xml: string): Record<string, string> {
	const texts: Record<string, string> = {};
	const open: string[] = [];
	let rest = xml;
	while (rest !== '') {
		const tag = /^<(\/?)cas:(\w+)((?: [\w:]+="[^"<]*")*)>/.exec(rest);
		const content = /^[^<]+/.exec(rest);
		if (tag && !tag[1]) open.push(tag[2]!);
		else if (tag ? open.pop() !== tag[2] : !content) throw new Error(`not well-formed: ${rest}`);
		if (tag?.[3]) texts[`${tag[2]}@`] = tag[3].trim();
		if (!tag) {
			expect(content![0]).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
			texts[open.at(-1)!] = content![0]
				.replace(/&lt;/g, '<')
				.replace(/&gt;/g, '>')
				.replace(/&quot;/g, '"')
				.replace(/&#39;/g, "'")
				.replace(/&amp;/g, '&');
		}
		rest = rest.slice((tag ?? content)![0].length);
	}
	expect(open).toEqual([]);
	return texts;
}

const namespace = { 'serviceResponse@': 'xmlns:cas="http://www.yale.edu/tp/cas"' };
const refused = (code: string): object => ({
	...namespace,
	'authenticationFailure@': `code="${code}"`,
	authenticationFailure: 'The ticket was not accepted.',
});

test('a ticket, for its service, says who it is', async () => {
	const ticket = await ticketFor({ attributes: { username: 'alice', name: 'Alice', email: 'alice@good.com' } });
	expect(parse(await validateTicket(sealer, ticket, service, firstTime))).toEqual({
		...namespace,
		...{ user: 'oauth-login:x', username: 'alice', name: 'Alice', email: 'alice@good.com' },
	});
});

test.each<[string, unknown]>([
	['a slash more', `${service}/`],
	['a character less', service.slice(0, -1)],
	['another letter case', service.toUpperCase()],
	['its host in capitals', service.replace('chat', 'CHAT')],
	['the other scheme', service.replace('https', 'http')],
	['the default port', service.replace('.com', '.com:443')],
	['a query', `${service}?ticket=x`],
	['a fragment', `${service}#`],
	['an escaped character', service.replace('_cas', '%5Fcas')],
	['a blank', `${service} `],
	['another token', service.replace('abc', 'abd')],
	['another workspace', service.replace('chat', 'evil')],
	['nothing', ''],
])('a ticket is not good for a service with %s', async (_name, other) => {
	expect(parse(await validateTicket(sealer, await ticketFor(), other, firstTime))).toEqual(refused('INVALID_SERVICE'));
});

test.each<[string, (ticket: string) => unknown, unknown, string]>([
	['no ticket', () => undefined, service, 'INVALID_REQUEST'],
	['no service', (ticket) => ticket, undefined, 'INVALID_REQUEST'],
	['two tickets', (ticket) => [ticket, ticket], service, 'INVALID_REQUEST'],
	['a query operator for a ticket', () => ({ $ne: '' }), service, 'INVALID_REQUEST'],
	['two services', (ticket) => ticket, [service, service], 'INVALID_REQUEST'],
	['a query operator for a service', (ticket) => ticket, { $gt: '' }, 'INVALID_REQUEST'],
	['an empty ticket', () => '', service, 'INVALID_TICKET'],
	['a made-up ticket', () => 'ST-1-abc', service, 'INVALID_TICKET'],
	['a ticket cut short', (ticket) => ticket.slice(0, -1), service, 'INVALID_TICKET'],
	['markup', () => '"><x/>', service, 'INVALID_TICKET'],
])('%s', async (_name, ticket, asked, code) => {
	expect(parse(await validateTicket(sealer, ticket(await ticketFor()), asked, firstTime))).toEqual(refused(code));
});

test('a ticket is good for half a minute', async () => {
	const ticket = await ticketFor();
	clock.time += 29_000;
	expect(parse(await validateTicket(sealer, ticket, service, firstTime))).toMatchObject({ user: 'oauth-login:x' });
	clock.time += 1_000;
	expect(parse(await validateTicket(sealer, ticket, service, firstTime))).toEqual(refused('INVALID_TICKET'));
});

test("another workspace's ticket, and a sealed value that is no ticket", async () => {
	const elsewhere = new Sealer(portsWith({ now: () => clock.time }));
	const content = { service, user: 'oauth-login:x', attributes: {} };
	for (const foreign of [await mintTicket(elsewhere, content), await sealer.seal('attempt', content, 30)]) {
		expect(parse(await validateTicket(sealer, foreign, service, firstTime))).toEqual(refused('INVALID_TICKET'));
	}
});

test.each([
	'<b>"Bob" & \'Co\'</b>',
	'</cas:name></cas:attributes><cas:user>admin</cas:user>',
	']]><!-- -->',
	'&lt;&amp;&#39;',
	'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
	'$& $1 %email%',
	'名前 \u{1F600}',
])('%s comes out as the text that it is', async (text) => {
	const ticket = await ticketFor({ user: text, attributes: { name: text } });
	const { user, name } = parse(await validateTicket(sealer, ticket, service, firstTime));
	expect([user, name]).toEqual([text, text]);
});
