import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { Requests } from '../../accounts/requests';
import type { Visit } from '../../browser/visits';
import { Visits } from '../../browser/visits';
import { beginAdminVisit, openAdminVisit } from './adminVisit';
import { frameOf } from './frameOf';
import { namesFor } from './names';
import { statusItems, summaryOf } from './status';
import { gatherStatusFacts } from './statusFacts';
import { AttemptLog } from '../../attempts/attemptLog';
import { LoginError } from '../../errors';
import { adminPage } from './adminPage';
import { adminProofPage } from './adminProofPage';
import { poseChallenge, redeemChallenge } from '../proof/challenge';
import { readSite } from '../../settings/workspace';
import type { Call, Handler, Handlers } from '../../http/endpoint';
import { header, pageContext, redirect, respond } from '../../http/respond';
import { requireSameOrigin } from '../../http/sameOrigin';

/** The admin's pages, below the app's path: where someone continues to who has proven to be one. */
const adminPaths =
	/^(?:admin(?:\/(?:providers|attempts|people|missing|settings|setup|transfer))?(?:\?[a-z]{1,8}=[A-Za-z0-9_]{1,64})?|try\/[a-z0-9_]{1,64})$/;

/** How many attempts the page shows. */
const shown = 5;

type AdminHandler = (call: Call, visit: Visit) => Promise<IApiResponse>;

/** A page for admins: anyone who has not proven to be one is asked first. */
export const forAdmins =
	(show: AdminHandler, pathOf: (call: Call) => string): Handler =>
	async (call) => {
		const visit = await openAdminVisit(cookiesOf(call), call.ports);
		return visit ? show(call, visit) : ask(pathOf(call), call);
	};

/** A form of one of those pages, posted by that page in this browser. */
export const fromAdmins =
	(act: AdminHandler): Handler =>
	async (call) => {
		await requireSameOrigin(call);
		const visit = await openAdminVisit(cookiesOf(call), call.ports);
		const { token } = (call.request.content ?? {}) as Record<string, unknown>;
		if (!visit || visit.token !== token) throw new LoginError('proof_expired', visit ? 'token' : 'no visit');
		return act(call, visit);
	};

/** What an admin can look at and do besides the settings. */
export const admin: Handlers = {
	path: 'admin',
	retry: () => 'admin',
	get: forAdmins(show, () => 'admin'),
	/** The proof, from wherever it was asked for; or the end of the visit. */
	post: async (call) => {
		await requireSameOrigin(call);
		const { ports, request } = call;
		const form = (request.content ?? {}) as Record<string, unknown>;
		const { path } = await readSite(ports.serverSettings);
		if (form.action === 'finish') {
			return redirect(`${path}/home`, [await new Visits(ports).end('admin', cookiesOf(call))]);
		}
		const redeemed = await redeemChallenge('admin', form, cookiesOf(call), ports);
		const cookie = await beginAdminVisit(redeemed, cookiesOf(call), ports);
		const { next } = form;
		const page = typeof next === 'string' && adminPaths.test(next) ? next : 'admin';
		return redirect(`${path}${ports.appPath}/${page}`, [...redeemed.setCookies, cookie]);
	},
};

const cookiesOf = ({ request }: Call): string | undefined => header(request.headers, 'cookie');

async function show(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports } = call;
	const { texts, frame } = await frameOf(call, visit);
	const [facts, log, requests] = await Promise.all([
		gatherStatusFacts(ports, texts),
		new AttemptLog(ports).all(),
		new Requests(ports).waiting(),
	]);
	const attempts = log.slice(0, shown);
	const status = statusItems(facts, texts);
	return respond(
		adminPage(texts, {
			...{ ...frame, attempts, status },
			summary: summaryOf(facts, status),
			requests: requests.length,
			names: await namesFor(attempts, ports),
		}),
	);
}

/** @param next page of the admin's to continue to */
async function ask(next: string, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const [{ texts, workspace, ...page }, challenge] = await Promise.all([
		pageContext(call),
		poseChallenge('admin', cookiesOf(call), ports),
	]);
	const data = {
		...page,
		challenge: challenge.nonce,
		path: workspace.path,
		fields: [['next', next]] as const,
		action: `${workspace.path}${ports.appPath}/admin`,
		homeUrl: `${workspace.path}/login`,
	};
	return respond(adminProofPage(texts, data), challenge.setCookies);
}
