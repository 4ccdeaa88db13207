import type { Secrets } from './secrets';
import type { Server } from './server';
import { ServerRefusal } from './server';
import type { AppOnServer } from './appOnServer';
import { assertThat } from './report';

const pageSize = 100;
const mostPages = 50;

/**
 * Reads the app's log as a person without any right, where the server shows it to them, and as the administrator.
 *
 * @param since milliseconds since 1970: earlier entries are of others
 * @throws DoesNotHold with what was found, never with its value
 */
export async function checkLog(
	app: AppOnServer,
	admin: Server,
	person: Server,
	secrets: Secrets,
	since: number,
): Promise<string> {
	const first = await person.request('GET', `/api/apps/${app.id}/logs?count=1`);
	const isPublic = first.status === 200;
	const log = await readLog(app, isPublic ? person : admin, since);
	assertThat(log.length > 0, 'The log has no entry of this run: nothing can be said');
	const found = secrets.in(JSON.stringify(log));
	const reader = isPublic
		? 'read as a person without any right'
		: `a person without any right gets HTTP ${first.status}; read as the administrator`;
	assertThat(found.length === 0, `${log.length} entries, ${reader}, hold ${found.join(', ')}`);
	return `${log.length} entries, ${reader}`;
}

interface Entry {
	readonly startTime?: string;
	readonly _createdAt?: string;
	readonly createdAt?: string;
}

/** The newest come first. */
async function readLog(app: AppOnServer, reader: Server, since: number): Promise<Entry[]> {
	const entries: Entry[] = [];
	for (let page = 0; page < mostPages; page++) {
		const path = `/api/apps/${app.id}/logs?count=${pageSize}&offset=${page * pageSize}`;
		const reply = await reader.request('GET', path);
		if (reply.status !== 200) throw new ServerRefusal('Reading the log', reply);
		const logs = (reply.body.logs ?? []) as Entry[];
		const recent = logs.filter((entry) => timeOf(entry) >= since);
		entries.push(...recent);
		if (logs.length === 0 || recent.length < logs.length) break;
	}
	return entries;
}

/** Milliseconds since 1970; an entry without a time counts as new. */
function timeOf({ startTime, _createdAt, createdAt }: Entry): number {
	const time = Date.parse(String(startTime ?? _createdAt ?? createdAt));
	return Number.isNaN(time) ? Infinity : time;
}
