import { attempts } from './attempts';
import { audit } from './audit';
import { confirm } from './confirm';
import { providers } from './providers';
import { status } from './status';
import type { Subcommand } from './subcommand';

/** Everything that the command can do, in the order of the help. */
export const subcommands: readonly Subcommand[] = [status, providers, attempts, audit, confirm];
