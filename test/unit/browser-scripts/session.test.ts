import { removeSession, sessionIn, storageOf, storeSession } from '../../../src/browser-scripts/parts/session';

/** A storage that keeps what it is given, and the order in which it was. */
class Kept {
	readonly calls: string[] = [];
	readonly items = new Map<string, string>();

	getItem(key: string): string | null {
		return this.items.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		this.calls.push(key);
		this.items.set(key, value);
	}

	removeItem(key: string): void {
		this.calls.push(key);
		this.items.delete(key);
	}
}

const session = { userId: 'ada', token: 'T0ken', expires: 1_800_000_000_000 };
const asStorage = (kept: object): Storage => kept as Storage;

test('a session is stored where the client looks for it, the token last', () => {
	const kept = new Kept();
	storeSession(asStorage(kept), session);
	expect(kept.calls).toEqual(['Meteor.userId', 'Meteor.loginTokenExpires', 'Meteor.loginToken']);
	expect(kept.items.get('Meteor.loginTokenExpires')).toBe(String(new Date(session.expires)));
	expect(sessionIn(asStorage(kept))).toEqual({ userId: 'ada', token: 'T0ken' });
});

test('a storage that keeps nothing is an error', () => {
	const forgetful = Object.assign(new Kept(), { getItem: () => null });
	expect(() => storeSession(asStorage(forgetful), session)).toThrow('not stored');
});

test('a session is removed with the token first', () => {
	const kept = new Kept();
	storeSession(asStorage(kept), session);
	kept.calls.length = 0;
	removeSession(asStorage(kept));
	expect(kept.calls).toEqual(['Meteor.loginToken', 'Meteor.loginTokenExpires', 'Meteor.userId']);
	expect(sessionIn(asStorage(kept))).toBeUndefined();
});

test.each([
	['no storage', null],
	['an empty one', new Kept()],
	['the name of the last person', { getItem: (key: string) => (key === 'Meteor.userId' ? 'ada' : null) }],
	['a token without a name', { getItem: (key: string) => (key === 'Meteor.loginToken' ? 'T0ken' : null) }],
])('there is no session in %s', (_, storage) => {
	expect(sessionIn(storage && asStorage(storage))).toBeUndefined();
});

describe('in a browser', () => {
	afterEach(() => {
		Reflect.deleteProperty(globalThis, 'window');
	});

	const inBrowser = (window: object): void => {
		Object.assign(globalThis, { window });
	};

	test('the storage is the one of that name', () => {
		const sessionStorage = new Kept();
		inBrowser({ localStorage: new Kept(), sessionStorage });
		expect(storageOf('sessionStorage')).toBe(sessionStorage);
	});

	test('that lets no script at its storage there is none', () => {
		inBrowser({
			get localStorage(): never {
				throw new Error('SecurityError');
			},
		});
		expect(storageOf('localStorage')).toBeNull();
	});
});
