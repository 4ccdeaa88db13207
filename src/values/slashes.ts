/** An address without the slashes at its end. A loop, because a pattern tries again at each slash of a long row. */
export function withoutSlashAtEnd(address: string): string {
	let end = address.length;
	while (address[end - 1] === '/') end -= 1;
	return address.slice(0, end);
}
