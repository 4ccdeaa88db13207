import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';
import { anyText } from '../controls/textControls';

/**
 * Where the app's own pages are. Core's form keeps the settings in the order in which they were first saved, and groups
 * them by section as the keys of an object (`AppSettings.tsx`). JavaScript lists keys that are numbers first, so this
 * section is the first one, and open, whatever was saved before it.
 */
export const adminPages: Setting<string> = setting('Start_admin_pages', anyText, {
	section: '1',
	label: 'admin_pages',
	copyOnly: true,
});
