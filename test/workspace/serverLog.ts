import type { RequestHandler } from 'express';
import type { Profile } from './profile';

/** Prints one entry of an app's logger, as the app's process has sent it. */
export type PrintEntry = (appId: string, entry: unknown) => void;

/** Prints a call that an app makes to another server, as it goes out. */
export type PrintCall = (appId: string, method: string, url: string, request: object) => void;

/**
 * `request`: at the level `http`. `app`: what an app's process notes; most of it at the level `debug`. `call`: what an app
 * sends to another server, at the level `debug` and only where that is on.
 */
export interface ServerLine {
	readonly kind: 'request' | 'app' | 'call';
	readonly line: Record<string, unknown>;
}

const REDACTED = '[Redacted]';

/** Parameters of a URL that the request log censors. (Read: packages/tools, src/censorUrl.ts) */
const CENSORED_PARAMETERS = [
	...['query', 'access_token', 'token', 'auth_token', 'authtoken', 'secret', 'password', 'apikey', 'api_key'],
	...['authorization', 'code'],
];

/** Members of an app's request that its log does not keep. (Read: redactor.ts of the app runtime's host) */
const REDACTED_MEMBERS: Record<string, readonly string[]> = {
	headers: ['cookie', 'cookies', 'x-auth-token', 'auth', 'authorization', 'access_token'],
	content: ['password', 'pass'],
	data: ['password', 'pass'],
	user: ['password', 'pass', 'customFields'],
	query: ['access_token', 'query'],
};

/** What a server writes into its own log of the requests that it gets, and of its apps: oldest first. */
export class ServerLog {
	readonly lines: ServerLine[] = [];

	/** Has a line printed when a request is answered. */
	requests({ loggedRequests }: Profile): RequestHandler {
		return ({ method, originalUrl, headers }, response, next) => {
			if (loggedRequests === 'all' || originalUrl.startsWith('/api/v1/')) {
				const url = loggedRequests === 'all' ? censored(originalUrl) : originalUrl;
				const { 'user-agent': userAgent, 'x-user-id': userId, referer, host } = headers;
				response.on('finish', () => {
					const line = { method, url, userId, userAgent, referer, host, status: response.statusCode };
					this.lines.push({ kind: 'request', line });
				});
			}
			next();
		};
	}

	readonly app: PrintEntry = (appId, entry) => {
		this.lines.push({ kind: 'app', line: { appId, ...(redacted(entry) as object) } });
	};

	/**
	 * Has calls of apps printed while `Log_Level` is 2: all of the request, with the secrets of a form (seen on 7.7.1). On
	 * newer servers the URL is censored, and no more (read).
	 */
	calls({ loggedRequests }: Profile, logLevel: () => unknown): PrintCall {
		return (appId, method, address, request) => {
			if (String(logLevel()) !== '2') return;
			const url = loggedRequests === 'all' ? censored(address) : address;
			this.lines.push({ kind: 'call', line: { appId, method, url, request } });
		};
	}

	/** All lines, or those of one kind, as one text. */
	text(kind?: ServerLine['kind']): string {
		const wanted = this.lines.filter((each) => kind === undefined || each.kind === kind);
		return wanted.map(({ line }) => JSON.stringify(line)).join('\n');
	}
}

function censored(originalUrl: string): string {
	const [path = '', query] = originalUrl.split(/\?(.*)/s);
	if (query === undefined) return path;
	const parameters = query.split('&').map((parameter) => {
		const [name = ''] = parameter.split('=');
		return CENSORED_PARAMETERS.includes(name.toLowerCase()) ? `${name}=${REDACTED}` : parameter;
	});
	return `${path}?${parameters.join('&')}`;
}

function redacted(value: unknown, parent = ''): unknown {
	if (Array.isArray(value)) return value.map((each) => redacted(each, parent));
	if (typeof value !== 'object' || value === null || value instanceof Date) return value;
	// Not `constructor`: a request may have members of any name.
	const hidden = Object.hasOwn(REDACTED_MEMBERS, parent) ? REDACTED_MEMBERS[parent] : undefined;
	const members = Object.entries(value).map(([name, member]) => [
		name,
		hidden?.includes(name) ? REDACTED : redacted(member, name),
	]);
	return Object.fromEntries(members) as unknown;
}
