import type { Provider } from '../settings/provider';
import type { ServerSettings } from '../ports/settings';

/*
 * Core's own switches that follow ours: the mobile clients hand the tokens of a native sign-in to core, and to nobody
 * else, so core has to be told that they are welcome.
 */

/** Where the app remembers what it has turned on. It has to be writable while the app is being disabled. */
export interface Note {
	read(): Promise<unknown>;
	write(ids: string): Promise<void>;
}

/** Turns core's switch on where ours is; where ours went off, core's goes off again if we had turned it on. */
export async function followSwitches(
	providers: readonly Provider[],
	settings: ServerSettings,
	note: Note,
): Promise<void> {
	const noted = await readNote(note);
	const ours = new Set(noted);
	const changes: Array<readonly [id: string, value: boolean]> = [];
	for (const { definition, enabled } of providers) {
		const id = definition.nativeSwitch;
		// Core may have dropped it: then there is nobody to tell.
		const current = id && (await settings.fresh(id));
		if (!id || typeof current !== 'boolean') continue;
		if (enabled && !current) {
			ours.add(id);
			changes.push([id, true]);
		} else if (!enabled && ours.delete(id) && current) {
			changes.push([id, false]);
		}
	}
	// Noted before it is turned on, and forgotten after it is turned off.
	if ([...ours].some((id) => !noted.includes(id))) await note.write([...new Set([...noted, ...ours])].join());
	for (const [id, value] of changes) await settings.set(id, value);
	if (noted.some((id) => !ours.has(id))) await note.write([...ours].join());
}

/** Turns everything off again that the app has turned on. */
export async function releaseSwitches(settings: ServerSettings, note: Note): Promise<void> {
	const noted = await readNote(note);
	for (const id of noted) await settings.set(id, false);
	if (noted.length > 0) await note.write('');
}

async function readNote(note: Note): Promise<string[]> {
	const ids = await note.read();
	return typeof ids === 'string' ? ids.split(',').filter(Boolean) : [];
}
