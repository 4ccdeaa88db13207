/** Of an export, as far as it is split: nothing here is trusted, the server reads each part for itself. */
interface ExportFile {
	readonly settings?: unknown;
	readonly links?: unknown;
}

/** Characters that the brackets and names around a part take. */
const frame = 100;

/**
 * Splits a file of an export into parts, each a file of its own: settings first, then links.
 *
 * @param largest characters of a part
 * @returns one part for what is no such file: the server says what is wrong with it
 */
export function splitFile(content: string, largest: number): string[] {
	if (content.length <= largest) return [content];
	let file: ExportFile | null;
	try {
		file = JSON.parse(content) as ExportFile | null;
	} catch {
		file = null;
	}
	if (typeof file !== 'object' || file === null) return [content.slice(0, largest)];
	const { settings, links, ...head } = file;
	const room = largest - JSON.stringify(head).length - frame;
	const parts: Array<{ settings: Record<string, unknown>; links: unknown[] }> = [];
	let used = room;
	const place = (size: number): (typeof parts)[number] => {
		if (used + size > room) {
			parts.push({ settings: {}, links: [] });
			used = 0;
		}
		used += size;
		return parts[parts.length - 1]!;
	};
	if (typeof settings === 'object' && settings !== null) {
		const values = settings as Record<string, unknown>;
		Object.keys(values).forEach((id) => {
			const size = JSON.stringify([id, values[id]]).length + 1;
			place(size).settings[id] = values[id];
		});
	}
	(Array.isArray(links) ? (links as unknown[]) : []).forEach((link) => {
		place(JSON.stringify(link).length + 1).links.push(link);
	});
	return parts.length > 0 ? parts.map((part) => JSON.stringify({ ...head, ...part })) : [content.slice(0, largest)];
}

/** Puts the parts of an export together again. */
export function joinFiles(files: readonly ExportFile[]): ExportFile {
	const settings: Record<string, unknown> = {};
	const links: unknown[] = [];
	files.forEach((file) => {
		Object.assign(settings, file.settings);
		links.push(...(file.links as unknown[]));
	});
	return { ...files[0], settings, links };
}
