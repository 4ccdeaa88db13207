import type { ChildProcess } from 'node:child_process';
import { createCodec } from './codec';
import type { PING, PONG, RpcMessage, Wire } from './messages';
import { sanitize } from './sanitize';

/** How the server reaches an app's process. */
export interface Channel {
	send(message: RpcMessage | typeof PING): void;
}

/** The server has no apps of its own to leave out of a message. */
const nothing = (): boolean => false;

export function openChannel(
	child: ChildProcess,
	wire: Wire,
	receive: (message: RpcMessage | typeof PONG) => void,
	broken: (error: unknown) => void,
): Channel {
	if (wire === 'ipc') {
		child.on('message', receive);
		return {
			send: (message) => {
				// To a process that has just ended: its exit is told by itself.
				child.send(sanitize(message, nothing) as object, () => undefined);
			},
		};
	}
	const { encoder, decoder } = createCodec(nothing);
	const { stdin, stdout } = child;
	if (!stdin || !stdout) throw new Error('The process has no standard streams');
	stdin.on('error', () => undefined);
	void (async () => {
		for await (const message of decoder.decodeStream(stdout)) receive(message as RpcMessage | typeof PONG);
	})().catch(broken);
	return {
		send: (message) => {
			// A copy: the encoder uses its buffer again.
			stdin.write(encoder.encode(message));
		},
	};
}
