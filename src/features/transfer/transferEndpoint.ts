import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { Audit } from '../../attempts/audit';
import type { Visit } from '../../browser/visits';
import { LoginError } from '../../errors';
import { downloadHeaders } from '../../html/headers';
import type { Call, Handlers } from '../../http/endpoint';
import { redirect, respond } from '../../http/respond';
import { readSite } from '../../settings/workspace';
import { sha256 } from '../../values/digest';
import { pause } from '../../values/lease';
import { randomReference, randomString } from '../../values/random';
import { forAdmins, fromAdmins } from '../admin/adminEndpoint';
import { frameOf } from '../admin/frameOf';
import { readCore } from './coreTakeover';
import type { PartRange } from './exportAll';
import { exportPart, exportRanges } from './exportAll';
import { exportPage } from './exportPage';
import { progressPage, resultPage } from './importPage';
import type { LeftOut, LeftVerdict, Prepared, Run } from './imports';
import { Imports } from './imports';
import type { PlannedLink } from './planLinks';
import { planLinks } from './planLinks';
import { linksIn, planPage } from './planPage';
import type { SettingsPlan } from './planSettings';
import { isPossible, planSettings, providersAfter } from './planSettings';
import { scheduleImport, stopImport } from './runImport';
import { parseFile } from './transferFile';
import { writesOf } from './writeSettings';

/** Where the forms of the admin's page go by which settings and links are moved; and how an import is getting on. */
export const transfer: Handlers = {
	path: 'admin/transfer',
	retry: () => 'admin/settings',
	get: forAdmins(show, () => 'admin/transfer'),
	post: fromAdmins((call, visit) => {
		const form = (call.request.content ?? {}) as Record<string, unknown>;
		switch (form.action) {
			case 'export':
				return download(form, visit, call);
			case 'import':
				return takePart(form, call);
			case 'apply':
				return apply(form, visit, call);
			case 'core':
				return takeOver(form, visit, call);
			case 'cancel':
				return cancel(call);
			case 'stop':
				return stop(call);
			default:
				return to('admin/settings', call);
		}
	}),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One file; or, where there are too many links for one, a page with a button for each part. */
async function download(form: Record<string, unknown>, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const withSecrets = form.secrets === 'yes';
	const asked = readRange(form.range);
	if (!asked) {
		const ranges = await exportRanges(ports);
		if (ranges.length > 1) {
			const { texts, frame } = await frameOf(call, visit);
			return respond(exportPage(texts, { ...frame, ranges, withSecrets }));
		}
	}
	const range = asked ?? { from: '', to: '' };
	const content = JSON.stringify(await exportPart(range, withSecrets, ports), null, asked ? undefined : '\t');
	// Of an export in parts, the first one has the settings. It does not leave before the audit is told.
	if (range.from === '')
		await new Audit(ports).add({ event: withSecrets ? 'exported_secrets' : 'exported', by: visit.userId });
	const name = asked ? `oauth-login-${range.from.slice(0, 4) || '0000'}.json` : 'oauth-login.json';
	return { status: 200, headers: downloadHeaders('application/json; charset=utf-8', name), content };
}

function readRange(value: unknown): PartRange | undefined {
	const [, from, to] = /^([\w-]{0,43})\.([\w-]{0,43})$/.exec(text(value)) ?? [];
	return from === undefined || to === undefined ? undefined : { from, to };
}

/** How many links of a part, and how many accounts that are left out, its summary names. */
const [shownLinks, shownAccounts] = [20, 20];

/** Takes one part of a file, looks its links up, and keeps both until all of it was seen. */
async function takePart(form: Record<string, unknown>, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const content = text(form.file);
	const file = parseFile(content);
	if ('problem' in file) throw new LoginError('import_invalid', file.problem);
	const imports = new Imports(ports);
	if (await imports.running()) return to('admin/transfer', call);
	const id = /^[\w-]{22}$/.test(text(form.import)) ? text(form.import) : randomString(16);
	if ((await imports.prepared())?.id !== id) await imports.prepare(id);
	const part = await sha256(content);
	if (!(await imports.hasPart(id, part))) {
		const settings = { ...(await imports.settings(id)), ...file.settings };
		const planned = await planLinks(file.links, await providersAfter(settings, ports), ports);
		const made = planned.filter(({ verdict }) => verdict === 'made').map(({ from }) => from);
		const summary = {
			...{ part, links: made.length, left: leftOf(planned) },
			shown: made.slice(0, shownLinks).map(({ username, issuer }) => ({ account: username, issuer })),
		};
		await imports.addPart(id, summary, made, file.settings);
	}
	return to('admin/transfer', call);
}

function leftOf(planned: readonly PlannedLink[]): Record<LeftVerdict, LeftOut> {
	const of = (wanted: LeftVerdict): LeftOut => {
		const accounts = planned.filter(({ verdict }) => verdict === wanted).map(({ from }) => from.username);
		return { count: accounts.length, accounts: accounts.slice(0, shownAccounts) };
	};
	return { lost: of('lost'), refused: of('refused'), removed: of('removed'), elsewhere: of('elsewhere') };
}

/** An import that is running, prepared or over, in this order. */
async function show(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports } = call;
	const imports = new Imports(ports);
	const [{ texts, frame }, run, prepared] = await Promise.all([
		frameOf(call, visit),
		imports.running(),
		imports.prepared(),
	]);
	if (run) {
		const done = (await imports.done(run)).reduce((sum, { made, left }) => sum + made + left, 0);
		return respond(progressPage(texts, { ...frame, progress: { done, total: run.links } }));
	}
	if (prepared) {
		const { plan, parts, code } = await planOf(prepared, imports, call);
		const fields = { action: 'apply', code };
		return respond(planPage(texts, { ...frame, plan, parts, byHand: [], fields, importId: prepared.id }));
	}
	const result = await imports.result();
	return result ? respond(resultPage(texts, { ...frame, result })) : to('admin/settings', call);
}

async function planOf({ id }: Prepared, imports: Imports, { ports }: Call) {
	const [settings, parts] = await Promise.all([imports.settings(id), imports.parts(id)]);
	const plan = await planSettings(settings, ports);
	return { plan, parts, code: await codeOf(plan, [id, ...parts.map(({ part }) => part)]) };
}

/** Stands for exactly what was shown. */
async function codeOf({ changes }: SettingsPlan, parts: readonly string[]): Promise<string> {
	const settings = changes.map(({ setting, before, after }) => [setting.id, before, after]);
	return (await sha256(JSON.stringify([settings, parts]))).slice(0, 16);
}

/** Once it was seen; where it is another by now, it is shown again. */
async function apply(form: Record<string, unknown>, { userId }: Visit, call: Call): Promise<IApiResponse> {
	const imports = new Imports(call.ports);
	const prepared = await imports.prepared();
	if (prepared && !(await imports.running())) {
		const { plan, parts, code } = await planOf(prepared, imports, call);
		const links = linksIn(parts);
		if (form.code === code && isPossible(plan) && plan.changes.length + links > 0) {
			const run: Run = { id: prepared.id, by: userId, event: 'imported', writes: writesOf(plan), links };
			await imports.begin(run);
			await scheduleImport(call.ports);
		}
	}
	return to('admin/transfer', call);
}

/** What core's own sign-in is set to: shown first, with what is left to do by hand. */
async function takeOver(form: Record<string, unknown>, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const names = text(form.names).slice(0, 1000);
	const { settings, byHand } = await readCore(names, ports);
	const plan = await planSettings(settings, ports);
	const code = await codeOf(plan, []);
	const imports = new Imports(ports);
	if (form.code === code && isPossible(plan) && plan.changes.length > 0 && !(await imports.running())) {
		const run: Run = { id: randomReference(), by: visit.userId, event: 'taken_over', writes: writesOf(plan), links: 0 };
		await imports.begin(run);
		await scheduleImport(ports);
		return to('admin/transfer', call);
	}
	const { texts, frame } = await frameOf(call, visit);
	return respond(planPage(texts, { ...frame, plan, parts: [], byHand, fields: { action: 'core', names, code } }));
}

async function cancel(call: Call): Promise<IApiResponse> {
	await new Imports(call.ports).discard();
	return to('admin/settings', call);
}

async function stop(call: Call): Promise<IApiResponse> {
	await stopImport(call.ports, pause);
	return to('admin/transfer', call);
}

/** Never the answer to a form itself: loading it again would post again. */
async function to(path: string, { ports }: Call): Promise<IApiResponse> {
	return redirect(`${(await readSite(ports.serverSettings)).path}${ports.appPath}/${path}`);
}
