import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { forAdmins } from '../admin/adminEndpoint';
import { frameOf } from '../admin/frameOf';
import { namesFor } from '../admin/names';
import { explain } from '../../attempts/explain';
import type { Visit } from '../../browser/visits';
import { LoginError } from '../../errors';
import type { Call, Handlers } from '../../http/endpoint';
import { respond } from '../../http/respond';
import type { Texts } from '../../texts/texts';
import type { AccountsPage } from './missing';
import { missingOfList, unlinkedAccounts } from './missing';
import { missingPage } from './missingPage';

/** Who signs in by no provider yet, as far as an app can know. */
export const missing: Handlers = {
	path: 'admin/missing',
	retry: () => 'admin/missing',
	get: forAdmins(show, () => 'admin/missing'),
};

async function show(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports, request } = call;
	const { texts, frame } = await frameOf(call, visit);
	const asked = /^[1-9]\d{0,5}$/.exec(String(request.query.page ?? ''));
	const [list, accounts, names] = await Promise.all([
		missingOfList(ports),
		accountsOr(Number(asked?.[0] ?? 1), call, texts),
		namesFor([], ports),
	]);
	return respond(missingPage(texts, { ...frame, list, accounts, providerName: names.provider }));
}

async function accountsOr(page: number, { ports }: Call, texts: Texts): Promise<AccountsPage | readonly string[]> {
	try {
		return (await unlinkedAccounts(page, ports)) ?? [texts.t('missing_no_service')];
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		const { paragraphs } = explain(error, undefined, texts);
		return [...paragraphs, `${error.code}: ${error.detail}`];
	}
}
