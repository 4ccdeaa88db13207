/** Values that must not be seen: neither in what this program prints, nor in the app's log. */
export class Secrets {
	private readonly names = new Map<string, string>();

	/** @param what as a reader would call it: "a login token" */
	keep(what: string, value: unknown): void {
		// What is shorter is in any text by chance.
		if (typeof value === 'string' && value.length >= 8) this.names.set(value, what);
	}

	/** What of them is in a text, each kind once. */
	in(text: string): string[] {
		const found = [...this.names].filter(([value]) => forms(value).some((form) => text.includes(form)));
		return [...new Set(found.map(([, what]) => what))];
	}

	redact(text: string): string {
		return [...this.names].reduce(
			(result, [value, what]) => forms(value).reduce((rest, form) => rest.replaceAll(form, `[${what}]`), result),
			text,
		);
	}
}

/** As it is, in a URL, and in JSON. */
const forms = (value: string): string[] => [
	...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]),
];
