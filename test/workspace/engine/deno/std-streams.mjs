// Stands in for jsr:@std/streams.
export async function toArrayBuffer(stream) {
	return new Response(stream).arrayBuffer();
}
