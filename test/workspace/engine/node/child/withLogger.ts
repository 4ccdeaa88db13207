import type { RunningApp } from './construct';
import type { Logger } from './logger';

/** The app, with the logger of this call in the place of its own. */
export function appWithLogger(app: RunningApp, logger: Logger): RunningApp {
	return new Proxy(app, {
		get: (target, property, receiver) =>
			property === 'logger' ? logger : (Reflect.get(target, property, receiver) as unknown),
	});
}

/** Names of the properties that hold the app, by the endpoint or command: looked for once. */
const appProperties = new WeakMap<object, string | undefined>();

/**
 * An endpoint or command whose first own enumerable property that holds an app, holds the app with this call's logger.
 * (Read: packages/apps, base-runtime/src/lib/wrapAppForRequest.ts)
 */
export function composedWithLogger<T extends object>(composed: T, logger: Logger): T {
	if (!appProperties.has(composed)) {
		appProperties.set(composed, Object.entries(composed).find(([, value]) => isApp(value))?.[0]);
	}
	const name = appProperties.get(composed);
	if (name === undefined) return composed;
	const app = appWithLogger((composed as Record<string, RunningApp>)[name]!, logger);
	return new Proxy(composed, {
		get: (target, property, receiver) =>
			property === name ? app : (Reflect.get(target, property, receiver) as unknown),
	});
}

function isApp(value: unknown): boolean {
	return typeof (value as { extendConfiguration?: unknown } | null | undefined)?.extendConfiguration === 'function';
}
