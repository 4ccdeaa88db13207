import { forAdmins } from '../admin/adminEndpoint';
import { frameOf } from '../admin/frameOf';
import { namesFor } from '../admin/names';
import { settingsPage } from './settingsPage';
import { Audit } from '../../attempts/audit';
import type { Handlers } from '../../http/endpoint';
import { respond } from '../../http/respond';
import { randomString } from '../../values/random';
import { Imports } from './imports';

/** How much of the audit the page shows. */
const shown = 50;

/** Where settings and links are moved; the forms go to `transferEndpoint.ts`. */
export const settings: Handlers = {
	path: 'admin/settings',
	retry: () => 'admin/settings',
	get: forAdmins(
		async (call, visit) => {
			const imports = new Imports(call.ports);
			const [{ texts, frame }, entries, prepared, running] = await Promise.all([
				frameOf(call, visit),
				new Audit(call.ports).all(),
				imports.prepared(),
				imports.running(),
			]);
			const audit = entries.slice(0, shown);
			const names = await namesFor(audit, call.ports);
			const isImporting = prepared !== undefined || running !== undefined;
			return respond(settingsPage(texts, { ...frame, audit, names, importId: randomString(16), isImporting }));
		},
		() => 'admin/settings',
	),
};
