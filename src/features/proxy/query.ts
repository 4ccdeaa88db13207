/** A parameter of a URL's query. */
export interface Parameter {
	/** In lower case: there are servers that do not tell `Redirect_Uri` from `redirect_uri`. */
	readonly name: string;
	readonly value: string;
}

/**
 * The parameters of a query in their order. A plus stays a plus, unlike in a form: core's states are base64.
 *
 * @returns undefined where the query is not well encoded
 */
export function parametersOf(url: URL): Parameter[] | undefined {
	try {
		return pairsOf(url).map((pair) => {
			const [name = '', ...value] = pair.split('=');
			return { name: decodeURIComponent(name).toLowerCase(), value: decodeURIComponent(value.join('=')) };
		});
	} catch {
		return undefined;
	}
}

/** The URL with another value of a parameter that it has; all else stays as it was written. */
export function withValue(url: URL, name: string, value: string): string {
	const pairs = pairsOf(url).map((pair) => {
		const written = pair.split('=', 1)[0]!;
		return decodeURIComponent(written).toLowerCase() === name ? `${written}=${encodeURIComponent(value)}` : pair;
	});
	return `${url.origin}${url.pathname}?${pairs.join('&')}`;
}

const pairsOf = ({ search }: URL): string[] => search.slice(1).split('&').filter(Boolean);
