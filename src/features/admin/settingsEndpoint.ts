import { forAdmins } from './adminEndpoint';
import { frameOf } from './frameOf';
import { namesFor } from './names';
import { settingsPage } from './settingsPage';
import { Audit } from '../../attempts/audit';
import type { Handlers } from '../../http/endpoint';
import { respond } from '../../http/respond';

/** How much of the audit the page shows. */
const shown = 50;

/** Where settings and links are moved; the forms go to `features/transfer`. */
export const settings: Handlers = {
	path: 'admin/settings',
	retry: () => 'admin/settings',
	get: forAdmins(
		async (call, visit) => {
			const [{ texts, frame }, entries] = await Promise.all([frameOf(call, visit), new Audit(call.ports).all()]);
			const audit = entries.slice(0, shown);
			return respond(settingsPage(texts, { ...frame, audit, names: await namesFor(audit, call.ports) }));
		},
		() => 'admin/settings',
	),
};
