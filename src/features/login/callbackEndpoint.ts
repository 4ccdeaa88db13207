import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { concerning } from '../../attempts/concerning';
import { readCookie } from '../../browser/cookies';
import { finish } from '../../sign-in/handleCallback';
import type { About } from '../../errors';
import { LoginError } from '../../errors';
import { formPostPage } from '../../html/formPostPage';
import { checkLength } from '../../oauth/authorizationResponse';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { findProvider } from '../../providers/registry';
import { readProvider } from '../../settings/provider';
import type { Call, Handlers } from '../../http/endpoint';
import { handOff } from './respondToOutcome';
import { retryLogin, segment } from '../../http/providerPath';
import { clientAddress, header, pageContext, respond } from '../../http/respond';
import { attemptCookie, attemptId } from '../../browser/attemptCookie';

/** Marks a form that this workspace's own page has posted on. */
const postedOn = 'posted_on';

/** Where the provider sends the browser back to: finishes the attempt and hands the session to the browser. */
export const callback = (providerSegment: string): Handlers => ({
	path: `callback/${providerSegment}`,
	throttle: 'callback',
	retry: retryLogin(providerSegment),
	get: async (call) => {
		const definition = await findProvider(segment(providerSegment, call), call.ports.appSettings);
		if (await answersByForm(definition, call)) throw new LoginError('method_not_allowed', 'GET');
		return finishAttempt(definition, call.request.query, call);
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
		return hasCookie(form.state, call) || form[postedOn] !== undefined
			? finishAttempt(definition, form, call)
			: postOn(form, call);
	},
});

async function answersByForm(definition: ProviderDefinition | undefined, { ports }: Call): Promise<boolean> {
	if (!definition) throw new LoginError('provider_unknown');
	return (await readProvider(definition, ports.appSettings)).traits.responseMode === 'form_post';
}

async function finishAttempt(
	definition: ProviderDefinition | undefined,
	params: unknown,
	call: Call,
): Promise<IApiResponse> {
	const { headers } = call.request;
	const browser = { cookies: header(headers, 'cookie'), clientAddress: clientAddress(headers) };
	const about = (): About => ({ provider: definition?.id });
	return concerning(about, async () => handOff(await finish(definition, params, browser, call.ports), call));
}

function hasCookie(state: unknown, { request }: Call): boolean {
	const id = typeof state === 'string' ? attemptId(state) : undefined;
	return id !== undefined && readCookie(header(request.headers, 'cookie'), attemptCookie(id)) !== undefined;
}

/** Only what a provider answers with is posted on, and only where it is one text. */
const parameters = ['state', 'code', 'iss', 'error', 'error_description', 'user'];

async function postOn(form: Record<string, unknown>, call: Call): Promise<IApiResponse> {
	checkLength(form);
	const { texts, ...page } = await pageContext(call);
	const fields = parameters.flatMap((name) => {
		const value = form[name];
		return typeof value === 'string' && value.length <= 16_384 ? [[name, value] as const] : [];
	});
	return respond(formPostPage(texts, { ...page, fields: [...fields, [postedOn, '1']] }));
}
