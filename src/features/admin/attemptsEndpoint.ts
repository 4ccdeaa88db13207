import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { forAdmins } from './adminEndpoint';
import { withQuery } from './adminFrame';
import { whoOf } from './attemptRow';
import { attemptPage, attemptsPage } from './attemptsPage';
import { frameOf } from './frameOf';
import { namesFor } from './names';
import type { AttemptEntry } from '../../attempts/attemptLog';
import { AttemptLog } from '../../attempts/attemptLog';
import { csv } from '../../attempts/csv';
import { daysOf } from '../../attempts/days';
import { explain } from '../../attempts/explain';
import { matches, outcomeOf, pageOf, readFilter } from '../../attempts/filter';
import type { Visit } from '../../browser/visits';
import type { Call, Handlers } from '../../http/endpoint';
import { respond } from '../../http/respond';
import { downloadHeaders } from '../../html/headers';
import type { Texts } from '../../texts/texts';

/** On one page. */
const shown = 25;

/** In the chart. */
const chartDays = 14;

/** The log of attempts: a list, one by its reference, or a file. */
export const attempts: Handlers = {
	path: 'admin/attempts',
	retry: () => 'admin/attempts',
	get: forAdmins(show, ({ request: { query } }) => {
		const reference = referenceIn(query);
		return withQuery('admin/attempts', { ref: reference });
	}),
};

/** As someone typed or clicked it; undefined for what can be none. */
function referenceIn({ ref }: Readonly<Record<string, unknown>>): string | undefined {
	const reference = typeof ref === 'string' ? ref.trim().toUpperCase() : '';
	return /^[A-Z0-9]{8}$/.test(reference) ? reference : undefined;
}

async function show(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports, request } = call;
	const log = new AttemptLog(ports);
	const { texts, frame } = await frameOf(call, visit);
	if (request.query.ref !== undefined) {
		const reference = referenceIn(request.query);
		const attempt = reference === undefined ? undefined : await log.find(reference);
		return respond(attemptPage(texts, { ...frame, attempt, names: await namesFor(attempt ? [attempt] : [], ports) }));
	}
	const filter = readFilter(request.query);
	const [all, account] = await Promise.all([
		log.all(),
		filter.who === undefined ? undefined : ports.directory.byUsername(filter.who.replace(/^@/, '')),
	]);
	const found = all.filter(matches(filter, account?.id));
	if (request.query.format === 'csv') return download(found, texts, call);
	const { items, ...page } = pageOf(found, request.query.page, shown);
	return respond(
		attemptsPage(texts, {
			...{ ...frame, filter, attempts: items, ...page },
			providers: [...new Set(all.flatMap(({ provider }) => provider ?? []))].sort(),
			outcomes: [...new Set(all.map(outcomeOf))].sort(),
			days: daysOf(found, ports.now(), chartDays),
			names: await namesFor(items, ports),
		}),
	);
}

async function download(entries: readonly AttemptEntry[], texts: Texts, { ports }: Call): Promise<IApiResponse> {
	const names = await namesFor(entries, ports);
	const { t } = texts;
	const header = [
		'label_time',
		'reference',
		'label_provider',
		'label_who',
		'error_code',
		'attempts_result',
		'label_detail',
	] as const;
	const rows = entries.map((entry) => [
		new Date(entry.at).toISOString(),
		entry.id,
		entry.provider ?? '',
		whoOf(entry, names) ?? '',
		outcomeOf(entry),
		explain(entry, undefined, texts).title,
		entry.detail ?? '',
	]);
	return {
		status: 200,
		headers: downloadHeaders('text/csv; charset=utf-8', 'attempts.csv'),
		content: csv([header.map((key) => t(key)), ...rows]),
	};
}
