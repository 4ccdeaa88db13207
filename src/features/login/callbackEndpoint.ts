import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { withErrorContext } from '../../attempts/withErrorContext';
import { readCookie } from '../../browser/cookies';
import { dryRunAnswer } from '../../sign-in/dryRun';
import { handleCallback } from '../../sign-in/handleCallback';
import { LoginError } from '../../errors';
import { formPostPage } from '../../html/formPostPage';
import { checkLength } from '../../oauth/authorizationResponse';
import { isFormMode } from '../../oauth/responseMode';
import { maximumResponse, unverifiedAnswer } from '../../oauth/signedResponse';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { findProvider } from '../../providers/registry';
import { readProvider } from '../../settings/provider';
import type { Call, Handlers } from '../../http/endpoint';
import { respondToOutcome } from './respondToOutcome';
import { retryLogin, segment } from '../../http/providerPath';
import { header, pageContext, respond } from '../../http/respond';
import { standingByCookie } from '../../http/standing';
import type { Standing } from '../../http/throttle';
import { attemptCookie, attemptId } from '../../browser/attemptCookie';

/** Marks a form that this workspace's own page has posted on. */
const postedOn = 'posted_on';

const asText = {
	'content-type': 'text/plain; charset=utf-8',
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-store',
};

/** Where the provider sends the browser back to: the attempt ends, and the session goes to the browser. */
export const callback = (providerSegment: string): Handlers => ({
	path: `callback/${providerSegment}`,
	throttle: 'callback',
	standing: standingOf,
	retry: retryLogin(providerSegment),
	get: async (call) => {
		const definition = await findProvider(segment(providerSegment, call), call.ports.appSettings);
		if (await answersByForm(definition, call)) throw new LoginError('method_not_allowed', 'GET');
		return endAttempt(definition, call.request.query, call);
	},
	/**
	 * A form that the provider had the browser post (OAuth 2.0 Form Post Response Mode). It comes from another site, so
	 * the browser keeps the attempt's cookie back (SameSite=Lax). A page of ours posts it on, from here: then the cookie
	 * comes along, and the code is in no URL that a history or a log could keep.
	 */
	post: async (call) => {
		const definition = await findProvider(segment(providerSegment, call), call.ports.appSettings);
		if (!(await answersByForm(definition, call))) throw new LoginError('method_not_allowed', 'POST');
		const form = (call.request.content ?? {}) as Record<string, unknown>;
		return hasCookie(form, call) || form[postedOn] !== undefined
			? endAttempt(definition, form, call)
			: postOn(form, call);
	},
});

/** A form that is only posted on is told so for no more than it would be turned away for. */
async function standingOf(call: Call): Promise<Standing> {
	const form = (call.request.content ?? {}) as Record<string, unknown>;
	const inQuery = stateIn(call.request.query);
	const state = inQuery ?? stateIn(form);
	if (inQuery === undefined && isPostedFromElsewhere(form, call)) return 'uncounted';
	return standingByCookie(typeof state === 'string' ? attemptId(state) : undefined, attemptCookie, 'attempt', call);
}

const isPostedFromElsewhere = (form: Record<string, unknown>, call: Call): boolean =>
	stateIn(form) !== undefined && form[postedOn] === undefined && !hasCookie(form, call);

/** Of an answer that nobody has verified. */
const stateIn = (params: unknown): unknown => (unverifiedAnswer(params) as Record<string, unknown> | undefined)?.state;

async function answersByForm(definition: ProviderDefinition | undefined, { ports }: Call): Promise<boolean> {
	if (!definition) throw new LoginError('provider_unknown');
	return isFormMode((await readProvider(definition, ports.appSettings)).traits.responseMode);
}

async function endAttempt(
	definition: ProviderDefinition | undefined,
	params: unknown,
	call: Call,
): Promise<IApiResponse> {
	const dryRun = dryRunAnswer(unverifiedAnswer(params));
	if (dryRun !== undefined) return { status: 200, headers: asText, content: dryRun };
	const { headers } = call.request;
	const browser = { cookies: header(headers, 'cookie'), clientAddress: call.clientAddress };
	return withErrorContext(
		async () => respondToOutcome(await handleCallback(definition, params, browser, call.ports), call),
		() => ({ provider: definition?.id }),
	);
}

function hasCookie(form: Record<string, unknown>, { request }: Call): boolean {
	const state = stateIn(form);
	const id = typeof state === 'string' ? attemptId(state) : undefined;
	return id !== undefined && readCookie(header(request.headers, 'cookie'), attemptCookie(id)) !== undefined;
}

/** Only parameters of a provider's answer are posted on, and only where each is one text. */
const parameters = ['state', 'code', 'iss', 'error', 'error_description', 'user', 'response'];

async function postOn(form: Record<string, unknown>, call: Call): Promise<IApiResponse> {
	checkLength(form);
	const { texts, ...page } = await pageContext(call);
	const fields = parameters.flatMap((name) => {
		const value = form[name];
		return typeof value === 'string' && value.length <= maximumResponse ? [[name, value] as const] : [];
	});
	return respond(formPostPage(texts, { ...page, fields: [...fields, [postedOn, '1']] }));
}
