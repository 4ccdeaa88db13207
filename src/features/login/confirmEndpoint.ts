import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { askAdmin, openConfirmation, resumeConfirmed } from '../../sign-in/resume';
import { confirmPage } from './confirmPage';
import { poseChallenge, redeemChallenge } from '../proof/challenge';
import { findProvider } from '../../providers/registry';
import { mayAskAdmin } from '../../settings/people';
import type { Call, Handlers } from '../../http/endpoint';
import { respondToOutcome } from './respondToOutcome';
import { header, pageContext, respond } from '../../http/respond';
import { standingByCookie } from '../../http/standing';
import { confirmationCookie } from '../../sign-in/suspended';
import { requireSameOrigin } from '../../http/sameOrigin';

/** A person whom a provider has authenticated proves that an account of the workspace is theirs: the identity is linked to it. */
export const confirm: Handlers = {
	path: 'confirm',
	throttle: 'resume',
	standing: (call) => standingByCookie(attemptOf(call), confirmationCookie, 'confirm', call),
	get: ask,
	post: async (call) => {
		await requireSameOrigin(call);
		const { ports, request } = call;
		const form = (request.content ?? {}) as Record<string, unknown>;
		const { attempt, choice } = form;
		const browser = { cookies: header(request.headers, 'cookie'), clientAddress: call.clientAddress };
		// Before the proof is used up: where there is nothing to confirm, nothing is asked.
		await openConfirmation(attempt, browser.cookies, ports);
		if (choice === 'another_name') {
			return respondToOutcome(await resumeConfirmed(attempt, { anotherName: true }, browser, ports), call);
		}
		if (choice === 'ask_admin') return respondToOutcome(await askAdmin(attempt, browser.cookies, ports), call);
		const { account, setCookies } = await redeemChallenge('confirm', form, browser.cookies, ports);
		const outcome = await resumeConfirmed(attempt, { provenUserId: account.id }, browser, ports);
		return respondToOutcome({ ...outcome, setCookies: [...setCookies, ...outcome.setCookies] }, call);
	},
};

const attemptOf = ({ request }: Call): unknown =>
	request.query?.attempt ?? (request.content as Record<string, unknown> | undefined)?.attempt;

async function ask(call: Call): Promise<IApiResponse> {
	const { ports, request } = call;
	const cookies = header(request.headers, 'cookie');
	const confirmation = await openConfirmation(request.query.attempt, cookies, ports);
	const [{ texts, workspace, ...page }, definition, challenge, mayAsk] = await Promise.all([
		pageContext(call),
		findProvider(confirmation.provider, ports.appSettings),
		poseChallenge('confirm', cookies, ports),
		mayAskAdmin(ports),
	]);
	const data = {
		...page,
		challenge: challenge.nonce,
		path: workspace.path,
		fields: [['attempt', confirmation.id]] as const,
		action: `${workspace.path}${ports.appPath}/confirm`,
		provider: definition?.name ?? '',
		identity: confirmation.identity,
		connectionsUrl: `${workspace.path}${ports.appPath}/connections`,
		homeUrl: `${workspace.path}/login`,
		mayBeNew: confirmation.reason === 'username_taken',
		mayAsk,
	};
	return respond(confirmPage(texts, data), challenge.setCookies);
}
