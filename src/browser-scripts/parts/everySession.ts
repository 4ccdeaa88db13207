import type { Session } from './session';
import { storageOf } from './session';

/** A session that this browser has, and how it is forgotten here. */
export interface KnownSession extends Session {
	readonly forget: ReadonlyArray<() => void>;
}

/** The keys of Meteor; the token goes first: it is what other windows look out for. */
const keys = ['Meteor.loginToken', 'Meteor.loginTokenExpires', 'Meteor.userId'];

/**
 * Every session that this browser has of the workspace: in both storages, and in the cookies that Rocket.Chat's client
 * writes. A workspace in a sub-folder adds `:<address>:<folder>` to the keys (Meteor, accounts_client.js).
 *
 * @param path of the workspace; '' without a sub-folder
 */
export function everySession(path: string): KnownSession[] {
	const found: Array<Session & { readonly forget: Array<() => void> }> = [];
	const add = (userId: string | null, token: string | null, forget: () => void): void => {
		if (!userId || !token) return;
		const same = found.filter((session) => session.token === token)[0];
		if (same) same.forget.push(forget);
		else found.push({ userId, token, forget: [forget] });
	};
	(['localStorage', 'sessionStorage'] as const).forEach((name) => {
		const storage = storageOf(name);
		if (!storage) return;
		suffixes(storage, path).forEach((suffix) => {
			const [token, , userId] = keys.map((key) => storage.getItem(key + suffix));
			add(userId!, token!, () => keys.forEach((key) => storage.removeItem(key + suffix)));
		});
	});
	add(cookie('rc_uid'), cookie('rc_token'), () =>
		['rc_uid', 'rc_token'].forEach((name) => (document.cookie = `${name}=; path=/; max-age=0`)),
	);
	return found;
}

/** What follows the keys of this workspace. */
function suffixes(storage: Storage, path: string): string[] {
	if (path === '') return [''];
	const names: string[] = [];
	for (let index = 0; index < storage.length; index++) names.push(storage.key(index) || '');
	const isOurs = (name: string): boolean =>
		name.indexOf(`${keys[0]}:`) === 0 && name.slice(-path.length - 1) === `:${path}`;
	return names.filter(isOurs).map((name) => name.slice(keys[0]!.length));
}

function cookie(name: string): string | null {
	const found = document.cookie.split('; ').filter((pair) => pair.indexOf(`${name}=`) === 0)[0];
	return found ? found.slice(name.length + 1) : null;
}
