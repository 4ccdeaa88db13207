import type { AppBridges } from '@rocket.chat/apps-engine/server/bridges';
import type { Engine } from '../load';
import type { Probe } from '../probe';

/** A bridge's methods under the names they have in the engine, without the engine's "do". */
export type BridgeMethods = Record<string, (...parameters: never[]) => unknown>;

/** The engine's bridges by the names of their getters: "User" is what `getUserBridge` returns. */
export type BridgeSet = Record<string, BridgeMethods>;

const NAMES = [
	'Api',
	'AppActivation',
	'AppDetailChanges',
	'CloudWorkspace',
	'Command',
	'Contact',
	'Email',
	'EnvironmentalVariable',
	'Experimental',
	'Http',
	'Livechat',
	'Message',
	'Moderation',
	'OAuthApps',
	'OutboundMessage',
	'Persistence',
	'Role',
	'Room',
	'Scheduler',
	'ServerSetting',
	'Thread',
	'UiInteraction',
	'Upload',
	'User',
	'VideoConference',
];

/** Bridges by which the engine tells the workspace something, whatever an app does. */
const TELLS_WORKSPACE = ['AppActivation', 'AppDetailChanges'];

/** What the engine wants besides bridges proper. */
export interface InternalBridges {
	getListenerBridge: object;
	getInternalBridge: object;
	getInternalFederationBridge: object;
}

interface Surroundings {
	probe: Probe;
	/** Has permissions checked for this workspace while a call runs. */
	enter<Result>(call: () => Result): Result;
}

/**
 * Puts bridges behind the engine's abstract ones, which check permissions. Every call passes the probe; what the
 * workspace does not have throws.
 */
export function defineBridges(
	engine: Engine,
	set: BridgeSet,
	internal: InternalBridges,
	surroundings: Surroundings,
): AppBridges {
	const { AppBridges: Base } = engine;
	const bridges = Object.create(Base.prototype) as AppBridges;
	for (const name of NAMES) {
		const bridge = defineBridge(engine, name, set[name] ?? {}, surroundings);
		Object.assign(bridges, { [`get${name}Bridge`]: () => bridge });
	}
	for (const [getter, bridge] of Object.entries(internal)) {
		Object.assign(bridges, { [getter]: () => bridge });
	}
	return bridges;
}

function defineBridge(engine: Engine, name: string, methods: BridgeMethods, { probe, enter }: Surroundings): object {
	const fileName = name === 'OutboundMessage' ? 'OutboundMessagesBridge' : `${name}Bridge`;
	const module = engine.bridge(fileName) as Record<string, { prototype: object }> | undefined;
	const base = module?.[`${name}Bridge`];
	if (!base) {
		return {};
	}
	const bridge = Object.create(base.prototype) as Record<string, unknown>;
	for (const checked of Object.getOwnPropertyNames(base.prototype).filter((each) => each.startsWith('do'))) {
		const method = checked.charAt(2).toLowerCase() + checked.slice(3);
		const check = (base.prototype as Record<string, (...parameters: unknown[]) => unknown>)[checked];
		bridge[checked] = (...parameters: unknown[]) => enter(() => check?.apply(bridge, parameters));
		bridge[method] = async () => {
			throw new Error(`This workspace has no ${name}.${method}`);
		};
	}
	for (const [method, implementation] of Object.entries(methods)) {
		bridge[method] = async (...parameters: unknown[]) => {
			if (!TELLS_WORKSPACE.includes(name)) {
				probe.before(`${name}.${method}`, parameters);
			}
			return implementation(...(parameters as never[]));
		};
	}
	return bridge;
}
