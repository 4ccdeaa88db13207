import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { Visit } from '../../browser/visits';
import { LoginError } from '../../errors';
import { startAuthorization } from '../../sign-in/startAuthorization';
import { leavingPage } from '../../html/leavingPage';
import { trialPage } from './trialPage';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { definitionOf } from '../../providers/traits/schema';
import { findProvider } from '../../providers/registry';
import { runChecks } from '../checks/checks';
import { readProvider } from '../../settings/provider';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { forAdmins, fromAdmins } from '../admin/adminEndpoint';
import { frameOf } from '../admin/frameOf';
import type { Call, Handlers } from '../../http/endpoint';
import { segment } from '../../http/providerPath';
import { header, pageContext, respond } from '../../http/respond';

/** Where an admin tries a provider, enabled or not. */
export function trial(providerSegment: string): Handlers {
	const pathOf = (call: Call): string => `try/${String(segment(providerSegment, call))}`;
	const definitionOf = async (call: Call): Promise<ProviderDefinition> => {
		const definition = await findProvider(segment(providerSegment, call), call.ports.appSettings);
		if (!definition) throw new LoginError('provider_unknown');
		return definition;
	};
	return {
		path: `try/${providerSegment}`,
		get: forAdmins(async (call, visit) => show(await definitionOf(call), visit, call), pathOf),
		post: fromAdmins(async (call) => start(await definitionOf(call), call)),
	};
}

async function show(definition: ProviderDefinition, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const [{ texts, workspace, frame }, checks] = await Promise.all([frameOf(call, visit), runChecks(definition, ports)]);
	const { id, name: provider, fields } = definition;
	const { base } = await readProvider(definition, ports.appSettings);
	const written = fields.some(({ role }) => role === 'definition') ? definitionOf(base) : undefined;
	const callbackUrl = registeredUrl(workspace.url, ports.appPath, id, await readProxyUse(ports.appSettings));
	return respond(trialPage(texts, { ...frame, id, provider, checks, callbackUrl, definition: written }));
}

/** It ends at the callback of a real sign-in, which the attempt tells that it is none. */
async function start(definition: ProviderDefinition, call: Call): Promise<IApiResponse> {
	const { ports, request } = call;
	const cookies = header(request.headers, 'cookie');
	const { location, setCookies } = await startAuthorization({ definition, purpose: { kind: 'trial' }, cookies }, ports);
	const { texts, workspaceName, nonce } = await pageContext(call);
	return respond(leavingPage(texts, { workspaceName, nonce, url: location, provider: definition.name }), setCookies);
}
