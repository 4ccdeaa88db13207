/** Milliseconds of CPU that this process has used so far. */
export function usage() {
	const { user, system } = process.cpuUsage();
	return { server: (user + system) / 1000, app: 0 };
}
