import { ProcessMemory } from '../../../../src/host/memory';
import { proxyValidate, self } from '../../../../src/features/cas-server/casServerEndpoint';
import { ownTickets } from '../../../../src/workspace/cas/ownTickets';
import { mintTicket } from '../../../../src/workspace/cas/ticket';
import { callOf } from '../../support/call';
import { readyWorkspace, siteUrl } from '../../support/workspace';

const service = `${siteUrl}/_cas/token`;

test('a ticket is validated as XML that is kept nowhere, whoever asks for a proxy', async () => {
	const { ports, sealer } = readyWorkspace();
	const ticket = await mintTicket(sealer, { service, user: 'oauth-login:x', attributes: {} });
	const query = { ticket, service, pgtUrl: 'https://evil.com' };
	const { status, headers, content } = await proxyValidate.get!(callOf({ query }, ports));
	expect([status, headers]).toEqual([
		...[200, { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' }],
	]);
	expect(content).toContain('<cas:user>oauth-login:x</cas:user>');
	expect(content).not.toMatch(/proxyGrantingTicket|evil/);
});

test('a ticket is good once, on any instance, and a wrong one does not use it up', async () => {
	const { ports, sealer } = readyWorkspace();
	const ticket = await mintTicket(sealer, { service, user: 'oauth-login:x', attributes: {} });
	const ask = async (query: Record<string, string>, memory = ports.memory): Promise<unknown> =>
		(await proxyValidate.get!(callOf({ query }, { ...ports, memory }))).content;
	expect(await ask({ ticket: 'ST-1', service })).toContain('INVALID_TICKET');
	expect(await ask({ ticket, service: `${service}x` })).toContain('INVALID_SERVICE');
	expect(await ask({ ticket, service })).toContain('authenticationSuccess');
	expect(await ask({ ticket, service })).toContain('INVALID_TICKET');
	expect(await ask({ ticket, service }, new ProcessMemory())).toContain('INVALID_TICKET');
});

test('a ticket that is of one process is good there, once, while its login waits, and leaves no record', async () => {
	const { ports, sealer, store } = readyWorkspace();
	const tickets = ports.memory.of(ownTickets);
	const ticket = await mintTicket(sealer, { service, user: 'oauth-login:x', attributes: {}, own: true });
	const ask = async (memory = ports.memory): Promise<unknown> =>
		(await proxyValidate.get!(callOf({ query: { ticket, service } }, { ...ports, memory }))).content;
	expect(await ask()).toContain('INVALID_TICKET');
	tickets.open(service);
	expect(await ask(new ProcessMemory())).toContain('INVALID_TICKET');
	const answers = await Promise.all([ask(), ask(), ask()]);
	expect(answers.filter((answer) => String(answer).includes('authenticationSuccess'))).toHaveLength(1);
	expect(tickets.close(service, ports.now())).toBe(true);
	expect(await ask()).toContain('INVALID_TICKET');
	expect(store.count('used:')).toBe(0);

	tickets.open(service);
	expect(tickets.close(service, ports.now())).toBe(false);
	expect(await ask()).toContain('INVALID_TICKET');
});

test.each<[string, object]>([
	['nothing', {}],
	['objects', { ticket: { $ne: '' }, service: { $ne: '' } }],
	['lists', { ticket: ['a'], service: [service] }],
])('%s is answered with a failure', async (_name, query) => {
	const { content } = await proxyValidate.get!(callOf({ query: query as never }, readyWorkspace().ports));
	expect(content).toContain('INVALID_REQUEST');
});

describe('the question whether this is the app', () => {
	const world = readyWorkspace();
	const ask = (content: unknown, silent = true) =>
		self.post!({ ...callOf({ content: content as never }, world.ports), silent });

	test.each([
		[true, 'yes'],
		[false, 'no'],
	])('is answered, with whether it was kept out of the log: %p -> %s', async (silent, expected) => {
		const question = await world.sealer.seal('self-check', { answer: 'it is' }, 30);
		expect(await ask({ question }, silent)).toMatchObject({
			...{ status: 200, content: 'it is', headers: { 'x-kept-out-of-log': expected, 'cache-control': 'no-store' } },
		});
	});

	test.each<[string, () => unknown]>([
		['no body', () => undefined],
		['an empty body', () => null],
		['nothing', () => ({})],
		['a made-up question', () => ({ question: 'hello' })],
		['a list', () => ({ question: ['hello'] })],
		[
			'something that was sealed for another purpose',
			async () => ({ question: await world.sealer.seal('ticket', { answer: 'x' }, 30) }),
		],
		['a question that is over', async () => ({ question: await world.sealer.seal('self-check', { answer: 'x' }, -1) })],
	])('is not, where it is %s', async (_name, content) => {
		expect(await ask(await content())).toMatchObject({ status: 400, content: 'Bad question' });
	});

	test('is not answered to a link', () => expect(self.get).toBeUndefined());
});
