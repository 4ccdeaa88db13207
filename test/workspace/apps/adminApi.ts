import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { toAppUser } from '../accounts/views';
import type { AppHost } from '../engine/host';
import type { Profile } from '../profile';
import { Answer } from '../rest/api';
import type { Api, Call, Handler } from '../rest/api';
import type { Store } from '../store';
import { readUpload } from './upload';

const MANAGE = { permissions: ['manage-apps'], rateLimited: false };
const SIGNED_IN = { rateLimited: false };
const OPEN = { authRequired: false, rateLimited: false };

interface AdminApiDependencies {
	api: Api;
	host: AppHost;
	store: Store;
	profile: Profile;
	/** Whether the licence allows private apps. */
	privateApps: boolean;
}

/** `/api/apps`, as the admin UI and `rc-apps deploy` use it (`ee/server/apps/communication/rest.ts`). */
export function adminApiRoutes({ api, host, store, profile, privateApps }: AdminApiDependencies): void {
	const { manager } = host;
	const isAllowed = privateApps || !profile.privateAppsNeedLicence;
	const refused = (error: string): Answer => new Answer(400, { success: false, error });
	/** Ids of apps whose process the server is still swapping after an update. */
	const swapping = new Set<string>();
	const notFound = (id: string): Answer =>
		new Answer(404, { success: false, error: `No App found by the id of: ${id}` });
	/** A handler for one app, or the 404. */
	const withApp =
		(handler: (app: ProxiedApp, call: Call) => unknown): Handler =>
		(call) => {
			const { id = '' } = call.params;
			const app = manager.getOneById(id);
			return app ? handler(app, call) : notFound(id);
		};

	api.route('post', '/apps', MANAGE, async ({ request, user }) => {
		const { file, fields } = await readUpload(request);
		if (!file) {
			return new Answer(400, {
				success: false,
				error: 'app_file_error',
				message: 'Failed to get a file to install for the App. ',
			});
		}
		const fulfillment = await host.install(file, permissionsIn(fields), user, isAllowed);
		return installed(fulfillment);
	});

	api.route('get', '/apps/installed', SIGNED_IN, async () => ({
		apps: await Promise.all((await manager.get()).map(toRestApp)),
	}));

	api.route('get', '/apps/languages', OPEN, async () => ({
		apps: (await manager.get()).map((app) => ({
			id: app.getID(),
			languages: app.getStorageItem().languageContent,
		})),
	}));

	const logs = profile.publicAppLogs ? SIGNED_IN : MANAGE;
	api.route('get', '/apps/logs', logs, ({ query }) => page([...store.appLogs].reverse(), query));

	api.route(
		'get',
		'/apps/:id',
		MANAGE,
		withApp(async (app) => ({ app: await toRestApp(app) })),
	);

	api.route('post', '/apps/:id', MANAGE, async ({ request, user, params }) => {
		const { file, fields } = await readUpload(request);
		if (!file) {
			return new Answer(400, { success: false, error: 'Failed to get a file to install for the App. ' });
		}
		if (!isAllowed) return refused('Cannot_Update_Exempt_App');
		const options = { loadApp: true, user: toAppUser(user) as never };
		const fulfillment = await manager.update(file, permissionsIn(fields) as never, options);
		const status = await manager.getOneById(params.id ?? '')?.getStatus();
		if (profile.lateSwapAfterUpdate && !status?.endsWith('_enabled')) swapping.add(params.id ?? '');
		return installed(fulfillment);
	});

	api.route(
		'delete',
		'/apps/:id',
		MANAGE,
		withApp(async (app, { user }) => {
			const info = app.getInfo();
			await manager.remove(app.getID(), { user: toAppUser(user) as never });
			return { app: { ...info, status: 'disabled' } };
		}),
	);

	api.route(
		'get',
		'/apps/:id/status',
		MANAGE,
		withApp(async (app) => ({ status: await app.getStatus() })),
	);

	api.route(
		'post',
		'/apps/:id/status',
		MANAGE,
		withApp(async (app, { body }) => {
			if (typeof body.status !== 'string') {
				throw new Error('Invalid status provided, it must be "status" field and a string.');
			}
			const enable = body.status.endsWith('_enabled');
			if (enable && !isAllowed) return refused('license-prevented');
			const isTooEarly = enable && swapping.delete(app.getID());
			const changed = isTooEarly ? app : await host.changeStatus(app.getID(), enable);
			const status = await changed.getStatus();
			return { status: profile.emptyStatusAnswer ? {} : status };
		}),
	);

	api.route(
		'get',
		'/apps/:id/languages',
		OPEN,
		withApp((app) => ({ languages: app.getStorageItem().languageContent ?? {} })),
	);

	api.route(
		'get',
		'/apps/:id/apis',
		MANAGE,
		withApp((app) => ({ apis: manager.getApiManager().listApis(app.getID()) })),
	);

	api.route(
		'get',
		'/apps/:id/logs',
		logs,
		withApp((app, { query }) => page(store.appLogs.filter((entry) => entry.appId === app.getID()).reverse(), query)),
	);

	settingsRoutes(api, host, withApp);
}

type WithApp = (handler: (app: ProxiedApp, call: Call) => unknown) => Handler;

/** Settings of an app: one form replaces several and reports those that changed, the other replaces one. */
function settingsRoutes(api: Api, { manager }: AppHost, withApp: WithApp): void {
	const update = (appId: string, setting: ISetting) => manager.getSettingsManager().updateAppSetting(appId, setting);
	const noSetting = (id = ''): Answer =>
		new Answer(404, { success: false, error: `No Setting found on the App by the id of: "${id}"` });

	api.route(
		'get',
		'/apps/:id/settings',
		MANAGE,
		withApp((app) => ({
			settings: Object.fromEntries(
				Object.entries(app.getStorageItem().settings).filter(([, setting]) => !setting.hidden),
			),
		})),
	);

	api.route(
		'post',
		'/apps/:id/settings',
		MANAGE,
		withApp(async (app, { body }) => {
			if (!body.settings) {
				throw new Error('The settings to update must be present.');
			}
			const known = app.getStorageItem().settings;
			const updated: ISetting[] = [];
			for (const setting of body.settings as ISetting[]) {
				const before = known[setting.id];
				if (before && before.value !== setting.value) {
					await update(app.getID(), setting);
					updated.push(setting);
				}
			}
			return { updated };
		}),
	);

	api.route(
		'get',
		'/apps/:id/settings/:settingId',
		MANAGE,
		withApp((app, { params }) => {
			const setting = app.getStorageItem().settings[params.settingId ?? ''];
			return setting ? { setting } : noSetting(params.settingId);
		}),
	);

	api.route(
		'post',
		'/apps/:id/settings/:settingId',
		MANAGE,
		withApp(async (app, { params, body }) => {
			if (!body.setting) {
				throw new Error('Setting to update to must be present on the posted body.');
			}
			const setting = body.setting as ISetting;
			if (!app.getStorageItem().settings[setting.id]) {
				return noSetting(params.settingId);
			}
			await update(app.getID(), setting);
			return {};
		}),
	);
}

type Fulfillment = Awaited<ReturnType<AppHost['install']>>;

async function installed(fulfillment: Fulfillment): Promise<object> {
	if (fulfillment.hasStorageError()) {
		return new Answer(400, {
			success: false,
			error: 'app_storage_error',
			status: 'storage_error',
			messages: [fulfillment.getStorageError()],
		});
	}
	if (fulfillment.hasAppUserError()) {
		const { username, message } = fulfillment.getAppUserError() as { username: string; message: string };
		return new Answer(400, {
			success: false,
			error: 'app_user_error',
			status: 'app_user_error',
			messages: [message],
			payload: { username },
		});
	}
	return {
		app: { ...fulfillment.getAppInfo(), status: await fulfillment.getApp().getStatus() },
		implemented: fulfillment.getImplementedInferfaces(),
		licenseValidation: fulfillment.getLicenseValidationResult(),
	};
}

async function toRestApp(app: ProxiedApp): Promise<object> {
	return {
		...app.getInfo(),
		status: await app.getStatus(),
		languages: app.getStorageItem().languageContent,
		private: app.getInstallationSource() === 'private',
		migrated: false,
	};
}

function page<Entry>(entries: Entry[], { offset = 0, count = 50 }: { offset?: unknown; count?: unknown }): object {
	const logs = entries.slice(Number(offset), Number(offset) + Number(count));
	return { logs, offset: Number(offset), count: logs.length, total: entries.length };
}

function permissionsIn({ permissions }: Record<string, string>): { name: string }[] | undefined {
	try {
		const parsed = JSON.parse(permissions ?? '') as { name: string }[];
		return parsed.length > 0 ? parsed : undefined;
	} catch {
		return undefined;
	}
}
