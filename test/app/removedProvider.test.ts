import { startHostileProvider } from '../hostile/provider';
import type { HostileProvider } from '../hostile/provider';
import { Browser } from './support/browser';
import { Console } from './support/console';
import { Scene } from './support/scene';
import { noteUnder } from './support/serviceAccount';

/* A custom provider with people whose name is taken off the list, by mistake or for good. */

let scene: Scene;
let other: HostileProvider;
const prefix = 'Accounts_OAuth_Custom-Club';
const claims = { sub: 'c-1', preferred_username: 'clubber', email: 'clubber@example.com' };
let userId: string;

const names = async (value: string): Promise<void> => {
	await scene.configure({ Accounts_OAuth_Custom: value });
	await scene.settle();
};
const servedBy = async ({ issuer, clientId, clientSecret }: HostileProvider): Promise<void> => {
	await scene.configure({
		...{ [`${prefix}-preset`]: 'openid', [`${prefix}-issuer`]: issuer },
		...{ [`${prefix}-id`]: clientId, [`${prefix}-secret`]: clientSecret },
	});
	await scene.configure({ [prefix]: true });
	await scene.settle();
};
const signIn = (): ReturnType<Scene['walk']> => scene.walk(new Browser(), scene.url('login/club'));

beforeAll(async () => {
	[scene, other] = await Promise.all([Scene.setUp(), startHostileProvider()]);
	for (const provider of [scene.provider, other]) provider.set({ claims });
	await names('club');
	await servedBy(scene.provider);
	({ userId } = await scene.expectSignedIn(signIn(), { username: 'clubber' }));
});
afterAll(() => Promise.all([scene.stop(), other.stop()]));

test('removed: nobody signs in by it, and form and status say who loses a way in, and how to undo it', async () => {
	await names('');
	const removed = 'Removed: club. People who can no longer sign in this way: 1. Put the name back within 30 days';
	expect(await noteUnder(scene, 'Accounts_OAuth_Custom')).toContain(removed);
	expect(await (await Console.open(scene)).run('status')).toContain(removed);
	expect(await noteUnder(scene, prefix)).toContain('nothing in this section has an effect');
	await scene.expectRefusal('provider_unknown', signIn);
});

test('put back with the same server, it has its people again', async () => {
	await names('club');
	expect(await noteUnder(scene, 'Accounts_OAuth_Custom')).not.toContain('Removed');
	await expect(scene.expectSignedIn(signIn(), { username: 'clubber' })).resolves.toMatchObject({ userId });
});

test('put back with another server, it has none: whoever has the same id there is asked to prove the account', async () => {
	await names('');
	await names('club');
	await servedBy(other);
	await scene.expectConfirm(signIn);
	await servedBy(scene.provider);
	await expect(scene.expectSignedIn(signIn(), { username: 'clubber' })).resolves.toMatchObject({ userId });
});
