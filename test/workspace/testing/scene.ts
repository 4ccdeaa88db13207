import { startWorkspace } from '../index';
import type { UserDocument, Workspace, WorkspaceOptions } from '../index';
import { Client } from './client';
import type { Answer } from './client';
import { buildProbeApp } from './probeApp';

/** A workspace with an admin, and bob, whose password is "password". */
export interface Scene {
	workspace: Workspace;
	admin: Client;
	bob: Client;
	nobody: Client;
}

const running: Workspace[] = [];

afterAll(() => Promise.all(running.splice(0).map((workspace) => workspace.stop())));

/** Sets a scene, without a rate limit unless the options say so. It is struck after the last test of the file. */
export async function setScene(options: WorkspaceOptions = {}): Promise<Scene> {
	const workspace = await startWorkspace({ rateLimit: false, ...options });
	running.push(workspace);
	const admin = await Client.admin(workspace);
	await createUser(admin, 'bob');
	return { workspace, admin, bob: await Client.signIn(workspace, 'bob', 'password'), nobody: new Client(workspace) };
}

/** Sets a scene with the probe app in it, which has the permissions that an OAuth app has, or these. */
export async function setSceneWithApp(options: WorkspaceOptions = {}, permissions?: string[]): Promise<Scene> {
	const scene = await setScene(options);
	await scene.workspace.installApp(await buildProbeApp({ permissions }));
	return scene;
}

export function createUser(admin: Client, username: string, fields: object = {}): Promise<Answer> {
	const user = { username, name: username, email: `${username}@example.test`, password: 'password' };
	return admin.post('/api/v1/users.create', { ...user, ...fields });
}

/** Creates a user. @returns the document in the store. */
export async function createdUser({ admin, workspace }: Scene, username: string): Promise<UserDocument> {
	await createUser(admin, username);
	return workspace.accounts.users.findByUsername(username) as UserDocument;
}

/** What the probe app has been told, under that name, since it was asked last. */
export async function seenBy(app: Client, what: string): Promise<unknown[]> {
	const { value } = await app.run(
		'const all = app.seen.filter((each) => each.what === value).map((each) => each.value); app.seen.length = 0; return all;',
		what,
	);
	return value as unknown[];
}
