import { admin as adminLink, exportSettings, importSettings } from './admin';
import { attempts } from './attempts';
import { audit } from './audit';
import { confirm } from './confirm';
import { connections } from './connections';
import { links } from './links';
import { providers } from './providers';
import { approve, refuse, requests } from './requests';
import { status } from './status';
import type { Subcommand } from './subcommand';
import { tryProvider } from './tryProvider';

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
	attempts,
	audit,
	adminLink,
	exportSettings,
	importSettings,
	confirm,
];
