import type { BridgeMethods } from './define';

/** Environment variables that apps may read: a fixed few, and those under the app's own prefix. */
export function environmentBridge(env: Record<string, string | undefined>, siteUrl: () => string): BridgeMethods {
	const value = (name: string): string | undefined => (name === 'ROOT_URL' ? siteUrl() : env[name]);
	const isReadable = (name: string, appId: string): boolean => {
		const own = `RC_APPS_${appId.toUpperCase().replace(/-/g, '_')}`;
		return ['NODE_ENV', 'ROOT_URL', 'INSTANCE_IP'].includes(name) || name.startsWith(own);
	};
	return {
		getValueByName: (name: string, appId: string) => {
			if (!isReadable(name, appId)) {
				throw new Error(`The environmental variable "${name}" is not readable.`);
			}
			return value(name);
		},
		isReadable,
		isSet: (name: string, appId: string) => {
			if (!isReadable(name, appId)) {
				throw new Error(`The environmental variable "${name}" is not readable.`);
			}
			return value(name) !== undefined;
		},
	};
}
