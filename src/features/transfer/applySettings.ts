import { customNamesSetting } from '../../providers/custom';
import type { Change, Plan } from './planImport';
import { isPossible } from './planImport';
import type { Needs } from '../../ports/ports';

/**
 * Writes the settings of a plan, and of those the switches last, so that nobody meets a provider that is set up by half.
 * Where one can't be stored, what was stored before it is put back.
 */
export async function applySettings(
	plan: Pick<Plan, 'changes'>,
	ports: Needs<'appSettings' | 'appSettingWriter' | 'form'>,
): Promise<void> {
	if (!isPossible(plan)) throw new Error('A plan with problems is not carried out');
	const { appSettings, appSettingWriter: writer, form } = ports;
	const names = plan.changes.find(({ setting }) => setting.id === customNamesSetting);
	const done: Change[] = [];
	try {
		for (const change of inOrder(plan.changes)) {
			await writer.updateValue(change.setting.id, change.after);
			done.push(change);
			// The server takes values only for settings that it has been told of.
			if (change === names) await form.provideSections(String(change.after));
		}
	} catch (error) {
		for (const { setting, before } of done.reverse())
			await writer.updateValue(setting.id, before).catch(() => undefined);
		throw error;
	} finally {
		appSettings.refresh();
	}
}

function inOrder(changes: readonly Change[]): Change[] {
	const rank = ({ setting, field }: Change): number =>
		setting.id === customNamesSetting ? 0 : field?.role === 'enabled' ? 2 : 1;
	return [...changes].sort((a, b) => rank(a) - rank(b));
}
