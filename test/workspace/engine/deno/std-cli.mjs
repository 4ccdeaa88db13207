// Stands in for jsr:@std/cli/parse-args: the runtime reads "--subprocess <id> --spawnId <number>".
export function parseArgs(args) {
	const parsed = { _: [] };
	for (let index = 0; index < args.length; index += 2) {
		const value = args[index + 1];
		parsed[args[index].slice(2)] = /^\d+$/.test(value) ? Number(value) : value;
	}
	return parsed;
}
