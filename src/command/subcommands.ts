import type { Subcommand } from './subcommand';

/** Everything that the command can do, in the order of the help. */
export const subcommands: readonly Subcommand[] = [];
