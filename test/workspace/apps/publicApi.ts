import { Router, json, urlencoded } from 'express';
import type { Request, Response } from 'express';
import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import type { AppApi } from '@rocket.chat/apps-engine/server/managers/AppApi';
import { toAppUser } from '../accounts/views';
import type { AppApis } from '../engine/bridges/api';
import type { AppHost } from '../engine/host';
import type { Profile } from '../profile';
import type { Api } from '../rest/api';

interface PublicApiDependencies {
	apis: AppApis;
	host: AppHost;
	api: Api;
	profile: Profile;
	/** Whether paths with parameters fail. */
	brokenParameterRoutes: boolean;
}

/** The endpoints of apps, as core's bridge serves them: any method, cookies and all headers handed on. */
export function publicApiRouter(dependencies: PublicApiDependencies): Router {
	const router = Router();
	const { appBodyLimit: limit, appResponseHeaders, nestedForms: extended } = dependencies.profile;

	router.use(['/public', '/private'], urlencoded({ extended, limit }), json({ limit }));
	router.use(['/public', '/private'], (_request, response, next) => {
		response.set(appResponseHeaders);
		next();
	});
	router.use('/public/:appId', (request, response) => serve(dependencies, request, response));
	router.use('/private/:appId/:hash', (request, response) => serve(dependencies, request, response));
	return router;
}

/** One router for each list of endpoints: an app that registers or loses one has another list. */
const routers = new WeakMap<AppApi[], Router>();

function serve(dependencies: PublicApiDependencies, request: Request, response: Response): void {
	const { appId = '', hash } = request.params as { appId?: string; hash?: string };
	response.locals.privateHash = hash;
	const registered = dependencies.apis.of(appId);
	let router = routers.get(registered);
	if (!router) {
		router = createRouter(dependencies, registered);
		routers.set(registered, router);
	}
	router(request, response, () => response.sendStatus(404));
}

function createRouter(dependencies: PublicApiDependencies, registered: AppApi[]): Router {
	const router = Router();
	for (const api of registered) {
		const path = api.endpoint.path.trim();
		router.all(path.startsWith('/') ? path : `/${path}`, (request, response) =>
			execute(dependencies, api, request, response),
		);
	}
	return router;
}

async function execute(
	{ host, api, brokenParameterRoutes }: PublicApiDependencies,
	{ endpoint, appId }: AppApi,
	request: Request,
	response: Response,
): Promise<void> {
	const session = api.authenticate(request);
	if (endpoint.authRequired && !session) {
		response.status(401).send('Unauthorized');
		return;
	}
	const appRequest = {
		method: request.method.toLowerCase(),
		headers: request.headers,
		query: request.query,
		params: request.params,
		content: request.body as unknown,
		privateHash: response.locals.privateHash as unknown,
		user: toAppUser(session?.user),
	} as unknown as IApiRequest;
	try {
		if (brokenParameterRoutes && endpoint.path.includes(':')) {
			throw new Error(`Endpoint ${endpoint.path.split(':')[0]} not found`);
		}
		const {
			status,
			headers = {},
			content,
		} = await host.manager.getApiManager().executeApi(appId, endpoint.path, appRequest);
		response.set(headers);
		response.status(status);
		response.send(content);
	} catch (error) {
		response.status(500).send((error as Error).message);
	}
}
