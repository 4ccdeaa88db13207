import { customNamesSetting } from '../../providers/custom';
import type { Needs } from '../../ports/ports';
import type { SettingsPlan } from './planSettings';
import { isPossible } from './planSettings';

/** A setting to be written. */
export interface Write {
	readonly id: string;
	readonly before: unknown;
	readonly after: unknown;
}

/** What a plan writes, in its order: the names of providers first, and the switches last, so that nobody meets half of one. */
export function writesOf(plan: Pick<SettingsPlan, 'changes'>): Write[] {
	if (!isPossible(plan)) throw new Error('A plan with problems is not carried out');
	const rank = ({ setting, field }: SettingsPlan['changes'][number]): number =>
		setting.id === customNamesSetting ? 0 : field?.role === 'enabled' ? 2 : 1;
	return [...plan.changes]
		.sort((a, b) => rank(a) - rank(b))
		.map(({ setting: { id }, before, after }) => ({ id, before, after }));
}

/** The server does not take the value of a setting. */
export class SettingRefused extends Error {
	constructor(
		readonly settingId: string,
		cause: unknown,
	) {
		super(`${settingId} was not stored`, { cause });
	}
}

/**
 * Writes settings. Where one can't be stored, what was stored before it is put back. Done again after a crash, it ends as
 * if it had been done once.
 *
 * @throws SettingRefused
 */
export async function writeSettings(
	writes: readonly Write[],
	{ appSettings, appSettingWriter: writer, form }: Needs<'appSettings' | 'appSettingWriter' | 'form'>,
): Promise<void> {
	try {
		for (const [done, { id, after }] of writes.entries()) {
			try {
				await writer.updateValue(id, after);
				// The server takes values only for settings that it has been told of.
				if (id === customNamesSetting) await form.provideSections(String(after));
			} catch (error) {
				for (const one of writes.slice(0, done).reverse())
					await writer.updateValue(one.id, one.before).catch(() => undefined);
				throw new SettingRefused(id, error);
			}
		}
	} finally {
		appSettings.refresh();
	}
}
