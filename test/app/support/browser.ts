/** What a server answered to one request; redirects are not followed. */
export interface Answer {
	readonly url: URL;
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
}

export interface Cookie {
	readonly name: string;
	readonly value: string;
	readonly host: string;
	readonly path: string;
	/** By their names in lower case; '' for those without a value. */
	readonly attributes: ReadonlyMap<string, string>;
}

export interface BrowserOptions {
	/**
	 * What the reverse proxy in front of the workspace writes into `X-Forwarded-For`. Default: one of its own. Null: no such
	 * header, since a proxy that is there writes it.
	 */
	readonly address?: string | null;
	/** Accept-Language. */
	readonly language?: string;
}

export interface RequestOptions {
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | URLSearchParams;
}

let browsers = 0;

/** An address that no other browser of this process has. */
function newAddress(): string {
	browsers += 1;
	return `10.${(browsers >> 16) & 255}.${(browsers >> 8) & 255}.${browsers & 255}`;
}

/** Bytes of name and value; what is longer is dropped (RFC 6265bis §5.7). */
const longestCookie = 4096;

/**
 * As much of a browser as a sign-in needs: cookies by the rules of RFC 6265bis, and redirects that are followed by
 * hand, so that a test can stop between any two of them.
 */
export class Browser {
	readonly address: string | null;
	/** Values of all cookies that it was ever given. */
	readonly received: string[] = [];
	private cookies: Cookie[] = [];
	private readonly headers: Record<string, string>;

	constructor({ address = newAddress(), language }: BrowserOptions = {}) {
		this.address = address;
		this.headers = {
			...(address !== null && { 'x-forwarded-for': address }),
			...(language && { 'accept-language': language }),
		};
	}

	get jar(): readonly Cookie[] {
		return this.cookies;
	}

	/** Another browser with this one's cookies and address. */
	copy(): Browser {
		const copy = new Browser({ address: this.address });
		copy.cookies = [...this.cookies];
		return copy;
	}

	/** The `Cookie` header that goes with a request to `url`. */
	cookieHeader(url: URL): string {
		return this.cookies
			.filter(({ host, path }) => host === url.hostname && isBelow(url.pathname, path))
			.map(({ name, value }) => `${name}=${value}`)
			.join('; ');
	}

	/** What a script of a page writes into `document.cookie`. */
	write(line: string, url: string): void {
		this.keep(line, new URL(url));
	}

	/** Replaces the value of the cookies whose name `pattern` matches. */
	changeCookies(pattern: RegExp, change: (value: string) => string): void {
		this.cookies = this.cookies.map((cookie) =>
			pattern.test(cookie.name) ? { ...cookie, value: change(cookie.value) } : cookie,
		);
	}

	async request(address: string | URL, { method = 'GET', headers, body }: RequestOptions = {}): Promise<Answer> {
		const url = new URL(address);
		const cookie = this.cookieHeader(url);
		const response = await fetch(url, {
			method,
			body,
			redirect: 'manual',
			headers: { ...this.headers, ...(cookie && { cookie }), ...headers },
		});
		for (const line of response.headers.getSetCookie()) this.keep(line, url);
		return { url, status: response.status, headers: response.headers, body: await response.text() };
	}

	private keep(line: string, url: URL): void {
		const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
		const name = pair.slice(0, pair.indexOf('='));
		const value = pair.slice(pair.indexOf('=') + 1);
		if (value) this.received.push(value);
		const attributes = new Map(
			rest.map((attribute) => {
				const [key = '', ...parts] = attribute.split('=');
				return [key.toLowerCase(), parts.join('=')] as const;
			}),
		);

		const isTrustworthy = url.protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
		const given = attributes.get('path');
		const path = given?.startsWith('/') ? given : url.pathname.replace(/\/[^/]*$/, '') || '/';
		const isSecure = attributes.has('secure');
		if (isSecure && !isTrustworthy) return;
		if (name.startsWith('__Host-') && !(isSecure && path === '/' && !attributes.has('domain'))) return;
		if (name.length + value.length > longestCookie) return;

		const host = url.hostname;
		this.cookies = this.cookies.filter((each) => each.name !== name || each.host !== host || each.path !== path);
		const expires = attributes.get('expires');
		const isOver =
			Number(attributes.get('max-age') ?? 1) <= 0 || (expires !== undefined && Date.parse(expires) <= Date.now());
		if (!isOver) this.cookies.push({ name, value, host, path, attributes });
	}
}

function isBelow(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
