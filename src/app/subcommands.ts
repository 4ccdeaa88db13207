import { admin as adminLink, exportSettings, importSettings } from '../features/admin/adminCommand';
import { attempts } from '../features/admin/attemptsCommand';
import { audit } from '../features/admin/auditCommand';
import { confirm } from '../features/proof/confirmCommand';
import { connections } from '../features/connections/connectionsCommand';
import { links } from '../features/people/linksCommand';
import { providers } from '../features/admin/providersCommand';
import { approve, refuse, requests } from '../features/people/requestsCommand';
import { status } from '../features/admin/statusCommand';
import type { Subcommand } from '../commands/subcommand';
import { visits } from '../features/people/visitsCommand';
import { tryProvider } from '../features/trial/tryCommand';

/** Everything that the command can do, in the order of the help. */
export const subcommands: readonly Subcommand[] = [
	connections,
	status,
	providers,
	tryProvider,
	requests,
	approve,
	refuse,
	links,
	visits,
	attempts,
	audit,
	adminLink,
	exportSettings,
	importSettings,
	confirm,
];
