import type { AppApi } from '@rocket.chat/apps-engine/server/managers/AppApi';
import type { BridgeMethods } from './define';

/** The endpoints that apps have registered. The HTTP side of it is in `apps/publicApi.ts`. */
export class AppApis {
	private readonly byApp = new Map<string, AppApi[]>();

	readonly bridge: BridgeMethods = {
		registerApi: (api: AppApi, appId: string) => {
			this.byApp.set(appId, [...this.of(appId), api]);
		},
		unregisterApis: (appId: string) => {
			this.byApp.delete(appId);
		},
	};

	of(appId: string): AppApi[] {
		return this.byApp.get(appId) ?? [];
	}
}
