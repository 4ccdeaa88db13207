import { startWorkspace } from '../index';
import type { ProfileName, UserDocument, Workspace } from '../index';
import { startCasServer } from './casServer';
import type { Assertion, CasServer } from './casServer';
import { Client } from './client';
import type { Answer } from './client';
import { createUser } from './scene';

export const CLOSE_WINDOW = '<html><head><script>window.close()</script></head></html>';
export const UNAUTHORIZED = { success: false, status: 'error', error: 'Unauthorized', message: 'Unauthorized' };
/** Every refusal of 9.0. */
export const REASONLESS = { success: false, error: 'unauthorized' };
export const INTERNAL = { success: false, error: 'Internal server error' };

export const alice = { username: 'alice', name: 'Alice', email: 'alice@example.test' };

/** The CAS server of all workspaces of a file. */
export let cas: CasServer;
const running: Workspace[] = [];
let tokens = 0;

beforeAll(async () => {
	cas = await startCasServer();
});

afterEach(async () => {
	await Promise.all(running.splice(0).map((workspace) => workspace.stop()));
});

afterAll(() => cas.stop());

/** A workspace that signs in by CAS, with bob, who has a password. It is stopped after the test. */
export async function start(profile: ProfileName, settings: Record<string, unknown> = {}): Promise<Workspace> {
	const workspace = await startWorkspace({ profile, extraCa: [cas.ca], rateLimit: false, hangLimit: 50 });
	running.push(workspace);
	const all = {
		CAS_enabled: true,
		CAS_version: '2.0',
		CAS_base_url: cas.url,
		CAS_Sync_User_Data_FieldMap: '{"email":"%email%","name":"%name%","username":"%username%"}',
		...settings,
	};
	Object.entries(all).forEach(([id, value]) => workspace.setSetting(id, value));
	await createUser(await Client.admin(workspace), 'bob');
	return workspace;
}

/** Has the server validate a ticket. @returns the credential token. */
export async function validate(workspace: Workspace, assertion: Assertion): Promise<string> {
	const token = `token${++tokens}`;
	const { status, body } = await new Client(workspace).get(`/_cas/${token}?ticket=${cas.ticketFor(assertion)}`);
	expect({ status, body }).toEqual({ status: 200, body: CLOSE_WINDOW });
	return token;
}

export function login(workspace: Workspace, credentialToken: unknown): Promise<Answer> {
	return new Client(workspace).post('/api/v1/login', { cas: { credentialToken } });
}

/** The whole way of one person. */
export async function signIn(workspace: Workspace, user: string, attributes?: Record<string, string>): Promise<Answer> {
	return login(workspace, await validate(workspace, { user, attributes }));
}

/** The account that a login's answer is about. */
export function userOf(workspace: Workspace, { body }: Answer): UserDocument {
	const { data } = body as { data: { userId: string } };
	return workspace.store.users.get(data.userId) as UserDocument;
}
