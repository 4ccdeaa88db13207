import path from 'node:path';
import vm from 'node:vm';
import { browserScript, browserScripts } from '../../../scripts/browserScripts.cjs';

/*
 * The script of the page that signs out, as browsers run it.
 */

const source = browserScript(path.join(browserScripts, 'signOut.ts'), true);
const here = '/api/apps/public/an-app/logout';

class Storage {
	private readonly items: Map<string, string>;

	constructor(items: Record<string, string> = {}) {
		this.items = new Map(Object.entries(items));
	}

	get length(): number {
		return this.items.size;
	}

	key(index: number): string | null {
		return [...this.items.keys()][index] ?? null;
	}

	getItem(key: string): string | null {
		return this.items.get(key) ?? null;
	}

	removeItem(key: string): void {
		this.items.delete(key);
	}

	get keys(): string[] {
		return [...this.items.keys()];
	}
}

interface World {
	readonly local?: Record<string, string>;
	readonly session?: Record<string, string>;
	readonly cookie?: string;
	readonly folder?: string;
	/** What core answers to a sign-out. */
	readonly status?: number;
}

/** Runs the script at once, and tells what the browser did. */
async function run({ local, session, cookie = '', folder = '', status = 200 }: World) {
	const ended: string[] = [];
	const posted: string[] = [];
	const cookies: string[] = [];
	const failure = { hidden: true };
	const replace = jest.fn<void, [string]>();
	const [localStorage, sessionStorage] = [new Storage(local), new Storage(session)];
	const fetch = async (url: string, options: { headers: Record<string, string>; body?: string }) => {
		if (url.endsWith('/api/v1/logout')) {
			ended.push(`${url} ${options.headers['X-User-Id']} ${options.headers['X-Auth-Token']}`);
			return { ok: status === 200, status };
		}
		posted.push(`${url} ${options.body}`);
		return { ok: true, json: async () => ({ next: '/next' }) };
	};
	const document = {
		getElementById: (id: string) => (id === 'failure' ? failure : null),
		get cookie() {
			return cookie;
		},
		set cookie(value: string) {
			cookies.push(value);
		},
	};
	const window = { fetch, location: { replace }, localStorage, sessionStorage };
	const data = { path: folder, here: folder + here, form: 'secret', atOnce: true };
	vm.runInNewContext(`${source}(${JSON.stringify(data)})`, { document, window });
	await new Promise((resolve) => setImmediate(resolve));
	return {
		...{ ended, posted, cookies, failed: !failure.hidden, next: replace.mock.calls.flat() },
		left: [...localStorage.keys, ...sessionStorage.keys],
	};
}

const plain = {
	'Meteor.userId': 'ada',
	'Meteor.loginToken': 'T1',
	'Meteor.loginTokenExpires': 'later',
	other: 'stays',
};
const done = { posted: [`${here} form=secret`], failed: false, next: ['/next'] };

test('ends the session, and goes where the app says', async () => {
	const answer = await run({ local: plain });
	expect(answer).toMatchObject({ ...done, ended: ['/api/v1/logout ada T1'], left: ['other'] });
});

test('goes on where there is none, and where core does not know it any more', async () => {
	expect(await run({})).toMatchObject({ ...done, ended: [] });
	expect(await run({ local: plain, status: 401 })).toMatchObject({ ...done, left: ['other'] });
});

test('stays where core does not end it', async () => {
	const answer = await run({ local: plain, status: 502 });
	expect(answer).toMatchObject({ posted: [], failed: true, next: [], left: Object.keys(plain) });
});

test('in a sub-folder it finds that workspace’s session, and no other’s, and asks that workspace to end it', async () => {
	const local = {
		...plain,
		'Meteor.userId:/team:/team': 'bob',
		'Meteor.loginToken:/team:/team': 'T2',
		'Meteor.loginToken:/teams:/teams': 'T3',
		'Meteor.userId:/teams:/teams': 'eve',
	};
	const { ended, left, next } = await run({ local, folder: '/team' });
	expect(ended).toEqual(['/team/api/v1/logout bob T2']);
	expect(left).toEqual(expect.arrayContaining(['Meteor.loginToken', 'Meteor.loginToken:/teams:/teams']));
	expect(left).not.toContain('Meteor.loginToken:/team:/team');
	expect(next).toEqual(['/next']);
});

test('a session that only the cookies know is ended, too, and each one once', async () => {
	const cookie = 'a=b; rc_uid=ada; rc_token=T1';
	const alone = await run({ cookie });
	expect(alone.ended).toEqual(['/api/v1/logout ada T1']);
	expect(alone.cookies).toEqual(['rc_uid=; path=/; max-age=0', 'rc_token=; path=/; max-age=0']);
	const both = await run({ cookie, local: plain, session: { 'Meteor.userId': 'ada', 'Meteor.loginToken': 'T4' } });
	expect(both.ended).toEqual(['/api/v1/logout ada T1', '/api/v1/logout ada T4']);
});
