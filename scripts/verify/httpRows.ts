import { nextStep, parsePage } from '../../test/app/support/page';
import type { AppPage } from '../../test/app/support/page';
import { providerId } from './provider';
import { assertThat, fail } from './report';
import type { Account, Scene } from './scene';
import { accountOf, requireUsername, statusOf } from './scene';
import type { Session } from './server';
import { patience, Server } from './server';
import { describe, Visitor } from './visitor';

/** Milliseconds; in the order in which they were measured. */
export type Durations = readonly number[];

const visitorOf = ({ app, secrets }: Scene): Visitor => new Visitor(app.url(`login/${providerId}`), secrets);

/** The app takes its settings up a second or two after they were saved. */
const readinessTries = 30;

/** @param uploadAgain starts the app again; undefined where the app is in use, and must not be stopped */
export async function tryBeginning(
	scene: Scene,
	sleep: () => Promise<void>,
	uploadAgain: (() => Promise<void>) | undefined,
): Promise<string> {
	const { issuer } = scene;
	let seen = '';
	let note = '';
	for (let tries = 0; tries < readinessTries; tries++) {
		const answer = await visitorOf(scene).begin();
		const url = nextStep(answer, '')?.url;
		if (url?.href.startsWith(issuer)) {
			const { searchParams: sent } = url;
			assertThat(sent.get('code_challenge_method') === 'S256', 'The request has no PKCE challenge');
			assertThat(sent.get('state') && sent.get('nonce'), 'The request has no state or no nonce');
			return note;
		}
		const page = parsePage(answer);
		seen = describe(page);
		await sleep();
		// Engines before 1.60 serve no path with a parameter: a provider that was added has its path from the next start on.
		if (page.code === undefined && answer.status >= 400 && note === '') {
			const late = 'this server serves the paths of a new provider from the next start of the app on';
			if (!uploadAgain) fail(`${late}; an app that is in use is not stopped here`);
			await uploadAgain();
			note = `once the app was uploaded again: ${late}`;
		}
	}
	return fail(seen);
}

/** The rows of a person whom the provider names for the first time. */
export async function trySignIns(scene: Scene): Promise<void> {
	const { report, cast } = scene;
	const { login, claims } = cast.newcomer;
	let first: Account | undefined;
	let session: Session | undefined;

	await report.try('first', ['begins'], async () => {
		first = await accountOf(scene, sessionOf(await visitorOf(scene).signIn(login)));
		requireUsername(first, claims.preferred_username);
		assertThat(first.name === claims.name, 'The account has another name than the provider says');
		assertThat(!first.roles.includes('admin'), 'The account is an administrator');
		const email = first.emails?.[0];
		assertThat(email?.address === claims.email, 'The account does not have the address that the provider has verified');
		return `${email.verified ? 'verified address' : 'address not marked as verified'}, ${first.roles.join(', ')}`;
	});

	await report.try('second', ['first'], async () => {
		session = sessionOf(await visitorOf(scene).signIn(login));
		assertThat((await accountOf(scene, session))._id === first?._id, 'It is another account');
		return '';
	});

	await report.try('signOut', ['second'], async () => {
		const before = await statusOf(scene, session!);
		assertThat(before === 200, `The session is not accepted: /api/v1/me answers ${before}`);
		const { userId, token } = session!;
		const headers = { 'x-user-id': userId, 'x-auth-token': token, 'content-type': 'application/json' };
		const { status } = await fetch(`${scene.server.url}/api/v1/logout`, { method: 'POST', headers, body: '{}' });
		const after = await statusOf(scene, session!);
		assertThat(status === 200 && after === 401, `logout answers ${status}, and /api/v1/me ${after} after that`);
		return '';
	});

	await report.try('foreign', ['begins'], async () => {
		const callback = await visitorOf(scene).approve(login);
		return requireRefusal(await visitorOf(scene).open(callback));
	});

	await report.try('once', ['first'], async () => {
		const visitor = visitorOf(scene);
		const callback = await visitor.approve(login);
		sessionOf(await visitor.open(callback));
		return requireRefusal(await visitor.open(callback));
	});
}

/** The rows of an account that has a password, and whose username the provider names. @returns its session */
export async function tryLinking(scene: Scene): Promise<Server | undefined> {
	const { report, cast, app, secrets, server } = scene;
	const { username, password, person } = cast.owner;
	const visitor = visitorOf(scene);
	let asked: AppPage | undefined;
	let owner: Server | undefined;

	await report.try('taken', ['begins'], async () => {
		owner = await Server.logIn(server.url, { username, password }, patience);
		secrets.keep('a login token', owner.session.token);
		asked = await visitor.signIn(person.login);
		assertThat(!asked.session, 'The person was signed in');
		assertThat(asked.code === 'confirm', `Instead of a question: ${describe(asked)}`);
		return 'the page asks for the account';
	});

	await report.try('linked', ['taken'], async () => {
		const fields = { attempt: hiddenField(asked!, 'attempt'), nonce: hiddenField(asked!, 'nonce') };
		// A session alone proves nothing there: the page's script logs in first.
		const fresh = await Server.logIn(server.url, { username, password }, patience);
		secrets.keep('a login token', fresh.session.token);
		await confirm(fresh, username, fields.nonce);
		const page = await visitor.post(app.url('confirm'), { ...fields, by: 'password' });
		requireUsername(await accountOf(scene, sessionOf(page)), username);
		return '';
	});

	await report.try('linkUsed', ['linked'], async () => {
		requireUsername(await accountOf(scene, sessionOf(await visitorOf(scene).signIn(person.login))), username);
		return '';
	});

	return owner;
}

export async function tryDisabledAccount(scene: Scene): Promise<void> {
	const { report, server, cast } = scene;
	await report.try('disabled', ['first'], async () => {
		const path = `/api/v1/users.info?username=${cast.newcomer.claims.preferred_username}`;
		const { user } = await server.call<{ user: Account }>('GET', path);
		const change = { userId: user._id, activeStatus: false, confirmRelinquish: true };
		await server.call('POST', '/api/v1/users.setActiveStatus', change);
		return requireRefusal(await visitorOf(scene).signIn(cast.newcomer.login));
	});
}

/** Times from the provider's answer to the session, of sign-ins one after the other. */
export async function measure(scene: Scene, count: number): Promise<Durations> {
	const durations: number[] = [];
	for (let signIns = 0; signIns < count; signIns++) {
		const visitor = visitorOf(scene);
		const callback = await visitor.approve(scene.cast.newcomer.login);
		const begun = performance.now();
		sessionOf(await visitor.open(callback));
		durations.push(Math.round(performance.now() - begun));
	}
	return durations;
}

function sessionOf(page: AppPage): Session {
	assertThat(page.session, `The person is not signed in: ${describe(page)}`);
	return page.session;
}

function requireRefusal(page: AppPage): string {
	assertThat(!page.session, 'The person was signed in');
	assertThat(page.code, `Instead of an error page: ${describe(page)}`);
	return page.code;
}

function hiddenField({ body }: AppPage, name: string): string {
	const value = new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)?.[1];
	assertThat(value, `The page has no field ${name}`);
	return value;
}

/** Runs the app's command as the page's script does: in the room that everyone is in, or else in the person's own. */
async function confirm(owner: Server, username: string, challenge: string): Promise<void> {
	const command = { command: 'oauth-login', params: `confirm ${challenge}` };
	const { status } = await owner.request('POST', '/api/v1/commands.run', { ...command, roomId: 'GENERAL' });
	if (status === 200) return;
	const { room } = await owner.call<{ room: { rid: string } }>('POST', '/api/v1/im.create', { username });
	await owner.call('POST', '/api/v1/commands.run', { ...command, roomId: room.rid });
}
