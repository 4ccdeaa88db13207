import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { Visit } from '../../browser/visits';
import { Audit } from '../../attempts/audit';
import { LoginError } from '../../errors';
import type { LinkNotice } from '../../attempts/linkNotices';
import { linkWithNotice, tellAll } from '../../attempts/linkNotices';
import { planPage } from './planPage';
import { readSite } from '../../settings/workspace';
import { applySettings } from './applySettings';
import type { ByHand } from './coreTakeover';
import { readCore } from './coreTakeover';
import { exportAll } from './exportAll';
import type { TransferFile } from './transferFile';
import { parseFile } from './transferFile';
import { isEmpty, isPossible, planImport } from './planImport';
import { fromAdmins } from '../admin/adminEndpoint';
import type { Call, Handlers } from '../../http/endpoint';
import { pageContext, redirect, respond } from '../../http/respond';

/** Where the forms of the admin's page go by which settings and links are moved. */
export const transfer: Handlers = {
	path: 'admin/transfer',
	retry: () => 'admin',
	post: fromAdmins((call, visit) => {
		const form = (call.request.content ?? {}) as Record<string, unknown>;
		switch (form.action) {
			case 'export':
				return download(form.secrets === 'yes', visit, call);
			case 'import':
				return importFile(form, visit, call);
			case 'core':
				return takeOver(form, visit, call);
			default:
				return backToPage(call, 'nothing');
		}
	}),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

async function download(withSecrets: boolean, { userId }: Visit, { ports }: Call): Promise<IApiResponse> {
	const content = JSON.stringify(await exportAll(ports, withSecrets), null, '\t');
	new Audit(ports).note({ event: withSecrets ? 'exported_secrets' : 'exported', by: userId });
	return {
		status: 200,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': 'attachment; filename="oauth-login.json"',
			'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
		},
		content,
	};
}

/** Shows what a file would change; and once that was seen, changes it. */
async function importFile(form: Record<string, unknown>, visit: Visit, call: Call): Promise<IApiResponse> {
	const content = text(form.file);
	const file = parseFile(content);
	if ('problem' in file) throw new LoginError('import_invalid', file.problem);
	const seen = [
		['action', 'import'],
		['file', content],
	] as const;
	return planOrApply(file, { fields: seen, byHand: [], event: 'imported', isSeen: form.seen === 'yes' }, visit, call);
}

async function takeOver(form: Record<string, unknown>, visit: Visit, call: Call): Promise<IApiResponse> {
	const names = text(form.names).slice(0, 1000);
	const { settings, byHand } = await readCore(names, call.ports);
	const seen = [
		['action', 'core'],
		['names', names],
	] as const;
	const step = { fields: seen, byHand, event: 'taken_over', isSeen: form.seen === 'yes' } as const;
	return planOrApply({ settings, links: [] }, step, visit, call);
}

interface Step {
	/** What the page that shows the plan posts again. */
	readonly fields: ReadonlyArray<readonly [string, string]>;
	readonly byHand: readonly ByHand[];
	readonly event: 'imported' | 'taken_over';
	readonly isSeen: boolean;
}

async function planOrApply(
	file: Pick<TransferFile, 'settings' | 'links'>,
	{ fields, byHand, event, isSeen }: Step,
	{ token, userId }: Visit,
	call: Call,
): Promise<IApiResponse> {
	const { ports } = call;
	const plan = await planImport(file, ports);
	if (isSeen && isPossible(plan) && !isEmpty(plan)) {
		await applySettings(plan, ports);
		const notices: LinkNotice[] = [];
		for (const { link } of plan.links) {
			const news = { message: 'link_made', entry: { event: 'link_made', by: userId, what: link.issuer } } as const;
			notices.push(await linkWithNotice(link, news, ports));
		}
		// The page does not wait for the messages.
		void tellAll(notices, ports);
		new Audit(ports).note({ event, by: userId, what: `${plan.changes.length} + ${plan.links.length}` });
		return backToPage(call, 'imported');
	}
	const { texts, workspace, ...page } = await pageContext(call);
	const backUrl = `${workspace.path}${ports.appPath}/admin`;
	const action = `${backUrl}/transfer`;
	return respond(planPage(texts, { ...page, plan, byHand, fields: [...fields, ['token', token]], action, backUrl }));
}

/** Never the answer to a form itself: loading it again would post again. */
async function backToPage(call: Call, done: string): Promise<IApiResponse> {
	const { path } = await readSite(call.ports.serverSettings);
	return redirect(`${path}${call.ports.appPath}/admin?done=${done}`);
}
