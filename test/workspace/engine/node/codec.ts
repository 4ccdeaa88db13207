import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';

const LEFT_OUT = 0;
const BUFFER = 1;

/** The MessagePack of both sides: functions and what `isLeftOut` names arrive as undefined, a Buffer as a Buffer. */
export function createCodec(isLeftOut: (value: object) => boolean): { encoder: Encoder; decoder: Decoder } {
	const extensionCodec = new ExtensionCodec();
	extensionCodec.register({
		type: LEFT_OUT,
		encode: (value) => {
			const travels = typeof value !== 'function' && !(typeof value === 'object' && value !== null && isLeftOut(value));
			return travels ? null : new Uint8Array([0]);
		},
		decode: () => undefined,
	});
	extensionCodec.register({
		type: BUFFER,
		encode: (value) => (value instanceof Buffer ? new Uint8Array(value) : null),
		// The decoder uses its own bytes again: a view on them would change.
		decode: (data) => Buffer.from(data),
	});
	return { encoder: new Encoder({ extensionCodec }), decoder: new Decoder({ extensionCodec }) };
}
