import type { IModify } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';
import type { SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';

import { slashCommand } from '../../../src/host/slashCommand';
import type { Invocation, Subcommand } from '../../../src/commands/subcommand';
import { LoginError } from '../../../src/errors';
import { ProcessMemory } from '../../../src/host/memory';
import { RecordingLogger } from '../support/call';
import { engineOf } from '../support/engine';
import { readyWorkspace } from '../support/workspace';

const person = { id: 'u1', username: 'robin', type: 'user', isEnabled: true, roles: ['user'] };
const admin = { ...person, id: 'u2', username: 'ada', roles: ['user', 'admin'] };

interface Use {
	readonly sender?: object;
	readonly args?: string[];
	readonly triggerId?: string | null;
}

/** What the engine does with an app's command. */
function register(subcommands: readonly Subcommand[] = []) {
	const world = readyWorkspace();
	const { read, http, persistence, accessors } = engineOf(world);
	const logger = new RecordingLogger();
	const app = { getLogger: () => logger, getID: () => 'an-app', getAccessors: () => accessors } as unknown as IApp;
	const host = { appId: 'an-app', own: accessors, memory: new ProcessMemory(), form: world.ports.form };
	const command = slashCommand(app, host, subcommands);
	const told: Array<{ to: unknown; room: unknown; text: unknown; blocks?: unknown }> = [];
	const builder = () => {
		const message: Record<string, unknown> = {};
		const self = {
			setRoom: (room: unknown) => (Object.assign(message, { room }), self),
			setText: (text: unknown) => (Object.assign(message, { text }), self),
			setBlocks: (blocks: unknown) => (Object.assign(message, { blocks }), self),
			getMessage: () => message,
		};
		return self;
	};
	const notifyUser = async ({ id }: { id: string }, message: { room: unknown; text: unknown }) =>
		void told.push({ to: id, ...message });
	const modify = { getNotifier: () => ({ getMessageBuilder: builder, notifyUser }) } as unknown as IModify;
	const use = ({ sender = person, args = [], triggerId = null }: Use = {}): Promise<void> => {
		logger.debug('Command is being executed...', { sender, params: args });
		const context = {
			...{ getSender: () => sender, getArguments: () => args, getRoom: () => 'the room' },
			...{ getTriggerId: () => triggerId, getThreadId: () => null },
		} as unknown as SlashCommandContext;
		return command.executor(context, read, modify, http, persistence);
	};
	return { command, told, use, logger };
}

/** A subcommand that says what it was given. */
function noting(more: Partial<Subcommand> = {}) {
	const seen: Invocation[] = [];
	const run = async (invocation: Invocation) => {
		seen.push(invocation);
		return 'done';
	};
	return { seen, subcommand: { name: 'note', adminOnly: false, help: 'try_again', run, ...more } satisfies Subcommand };
}

test('nothing but what the server may see is sent to it', () => {
	const { command } = register([noting().subcommand]);
	expect(Object.keys(command).sort()).toEqual([
		'app',
		'command',
		'i18nDescription',
		'i18nParamsExample',
		'providesPreview',
	]);
	expect(command.command).toBe('oauth-login');
});

test.each<[string, Use, Partial<Invocation>]>([
	['with what stands behind it', { args: ['note', 'a', 'b c'] }, { args: ['a', 'b c'], typed: false }],
	['in any letter case', { args: ['NOTE'] }, { args: [] }],
	['typed into the message box', { args: ['note'], triggerId: 'abc' }, { typed: true }],
	['by whoever the server says', { args: ['note'], sender: admin }, { caller: expect.objectContaining({ id: 'u2' }) }],
])('a subcommand is run %s', async (_name, given, expected) => {
	const { seen, subcommand } = noting();
	const { use, told } = register([subcommand]);
	await use(given);
	expect(seen).toEqual([expect.objectContaining(expected)]);
	expect(told).toEqual([
		{ to: (given.sender as typeof person | undefined)?.id ?? 'u1', room: 'the room', text: 'done' },
	]);
});

test.each<[string, unknown, string]>([
	['the language of the caller', { preferences: { language: 'de' } }, 'de'],
	['the one of the workspace where there is none', { preferences: {} }, 'en'],
	['the one of the workspace where there are no settings', null, 'en'],
])('texts are in %s', async (_name, settings, lang) => {
	const { seen, subcommand } = noting();
	await register([subcommand]).use({ args: ['note'], sender: { ...person, settings } });
	expect(seen[0]?.texts.lang).toBe(lang);
});

describe('who may use what', () => {
	const open = noting({ name: 'open', help: 'try_again' });
	const hidden = noting({ name: 'hidden', help: undefined });
	const closed = noting({ name: 'closed', adminOnly: true, help: 'try_now' });
	const all = [open.subcommand, hidden.subcommand, closed.subcommand];
	const forPeople = 'Available subcommands:\n- `/oauth-login open` Try again';
	const forAdmins = `${forPeople}\n- \`/oauth-login closed\` Try now`;

	test.each<[string, object, string[], string]>([
		['nothing', person, [], forPeople],
		['nothing, by an admin', admin, [], forAdmins],
		['what does not exist', person, ['<b>nothing</b>'], forPeople],
		['what only admins may', person, ['closed'], forPeople],
		['what only admins may, by an admin', admin, ['closed'], 'done'],
		['what only pages use', person, ['hidden'], 'done'],
	])('asked for %s', async (_name, sender, args, text) => {
		const { use, told } = register(all);
		await use({ sender, args });
		expect(told.map((one) => one.text)).toEqual([text]);
		expect(closed.seen.every(({ caller }) => caller.roles.includes('admin'))).toBe(true);
	});

	test('nothing, where there is nothing for somebody', async () => {
		const { use, told } = register([closed.subcommand]);
		await use({});
		expect(told[0]?.text).toBe('There is no subcommand for you.');
	});
});

test('a subcommand that leads to a page gives a button', async () => {
	const link = { label: 'Here', url: 'https://chat.example' };
	const { use, told } = register([noting({ run: async () => ({ text: 'Open it', link }) }).subcommand]);
	await use({ args: ['note'] });
	expect(told).toMatchObject([
		{ text: 'Open it\nhttps://chat.example', blocks: [{ appId: 'an-app' }, { elements: [{ url: link.url }] }] },
	]);
});

test('a subcommand that has nothing to say says nothing', async () => {
	const { use, told } = register([noting({ run: async () => undefined }).subcommand]);
	await use({ args: ['note'] });
	expect(told).toEqual([]);
});

test.each<[string, Error, string]>([
	['that is known', new LoginError('account_disabled', 'a detail'), 'account_disabled'],
	['that is not', new Error('with a secret in it'), 'internal'],
])('a failure %s is told with the reference that stands in the log', async (_name, error, code) => {
	const { use, told, logger } = register([noting({ run: () => Promise.reject(error) }).subcommand]);
	await use({ args: ['note', 'secret'] });
	const reference = /`([2-9A-HJ-NP-Z]{8})`/.exec(String(told[0]?.text))?.[1];
	expect(logger.entries).toEqual([[expect.objectContaining({ code, reference })]]);
	expect(JSON.stringify([told, logger.entries])).not.toContain('secret');
});

test('the log is empty before anything else could happen', async () => {
	const { use, logger } = register([noting().subcommand]);
	const done = use({ args: ['note', 'secret'] });
	expect(logger.entries).toEqual([]);
	await done;
	expect(logger.entries).toEqual([]);
});
