/** JSON-RPC 2.0 between the server and an app's process. Fields that have no value are absent. */
export interface RpcRequest {
	jsonrpc: '2.0';
	id: string;
	method: string;
	params?: unknown;
}

export interface RpcNotification {
	jsonrpc: '2.0';
	method: string;
	params?: unknown;
}

export interface RpcError {
	message: string;
	code: number;
	data?: unknown;
}

export interface RpcSuccess {
	jsonrpc: '2.0';
	id: string;
	result: unknown;
}

export interface RpcFailure {
	jsonrpc: '2.0';
	id: string | null;
	error: RpcError;
}

export type RpcMessage = RpcRequest | RpcNotification | RpcSuccess | RpcFailure;

/** Bare strings, no JSON-RPC. */
export const PING = '_zPING';
export const PONG = '_zPONG';

export const ERROR_CODES = {
	methodNotFound: -32601,
	invalidRequest: -32600,
	invalidParams: -32602,
	internal: -32603,
	/** A handler or a bridge threw. */
	failed: -32000,
	/** The app threw an AppsEngineException. */
	appsEngineException: -32070,
	malformedBridgeRequest: 1000,
} as const;

/** How messages travel: structured clones over Node's IPC channel, or MessagePack over the standard streams. */
export type Wire = 'ipc' | 'msgpack';

export const isRequest = (message: RpcMessage): message is RpcRequest => 'method' in message && 'id' in message;

export const isNotification = (message: RpcMessage): message is RpcNotification =>
	'method' in message && !('id' in message);
