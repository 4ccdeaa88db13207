// Stands in for jsr:@std/io.
export async function writeAll(writer, data) {
	let written = 0;
	while (written < data.length) {
		written += await writer.write(data.subarray(written));
	}
}
