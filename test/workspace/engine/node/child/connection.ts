import { createCodec } from '../codec';
import { PING, PONG } from '../messages';
import type { RpcMessage, Wire } from '../messages';
import { sanitize } from '../sanitize';
import { App } from './definitions';

type Receive = (message: RpcMessage) => void;

const isApp = (value: object): boolean => value instanceof App;

/** How this process reaches the server. */
export interface Connection {
	send(message: RpcMessage | typeof PONG): void;
}

export function connect(wire: Wire, receive: Receive): Connection {
	return wire === 'ipc' ? overIpc(receive) : overStreams(receive);
}

function overIpc(receive: Receive): Connection {
	const send = (message: RpcMessage | typeof PONG): void => {
		process.send?.(sanitize(message, isApp));
	};
	process.on('message', (message: RpcMessage | typeof PING) => dispatch(message, receive, send));
	process.on('disconnect', () => process.exit(0));
	return { send };
}

function overStreams(receive: Receive): Connection {
	const { encoder, decoder } = createCodec(isApp);
	const send = (message: RpcMessage | typeof PONG): void => {
		// A copy: the encoder uses its buffer again.
		process.stdout.write(encoder.encode(message));
	};
	void (async () => {
		for await (const message of decoder.decodeStream(process.stdin)) {
			dispatch(message as RpcMessage | typeof PING, receive, send);
		}
		process.exit(0);
	})();
	return { send };
}

function dispatch(message: RpcMessage | typeof PING, receive: Receive, send: Connection['send']): void {
	if (message === PING) send(PONG);
	else receive(message);
}
