/** What a CAS server says about a ticket. Attribute names are lower-case. */
export interface ValidatedTicket {
	username: string;
	attributes?: Record<string, string[]>;
}

/** @throws Error with what is wrong: no success in it, or not a response at all. */
export function parseTicketResponse(body: string, version: number): ValidatedTicket {
	return version < 2 ? parseVersion1(body) : parseVersion2(body);
}

function parseVersion1(body: string): ValidatedTicket {
	const [verdict, username] = body.split('\n');
	if (verdict !== 'yes' || username === undefined) {
		throw new Error(verdict === 'no' ? 'Unable to validate ticket' : 'Bad response format.');
	}
	return { username };
}

/**
 * Reads the XML that CAS servers answer with, as far as it is used: elements with a `cas:` prefix, text, the five
 * named entities and numeric ones, CDATA. Core uses an HTML parser; what differs is outside of what is sent.
 */
function parseVersion2(body: string): ValidatedTicket {
	const success = element(body, 'authenticationSuccess');
	if (success === undefined) {
		const failure = /<cas:authenticationFailure\s+code=["']([^"']*)["'][^>]*>([^<]*)/i.exec(body);
		throw new Error(
			failure ? `Validation failed [${failure[1]}]: ${text(failure[2] ?? '').trim()}` : 'Bad response format.',
		);
	}
	const user = element(success, 'user');
	if (user === undefined) {
		throw new Error('No username?');
	}
	return { username: text(user), attributes: parseAttributes(success) };
}

const NOT_ATTRIBUTES = ['user', 'proxies', 'proxygrantingticket'];

/** The three styles in use: in an element of their own (Jasig), beside the user (RubyCAS), or as name and value. */
function parseAttributes(success: string): Record<string, string[]> {
	const own = children(element(success, 'attributes') ?? '');
	const beside = children(success).filter(([name, value]) => !NOT_ATTRIBUTES.includes(name) && value !== '');
	const found = collect(own.length > 0 ? own : beside);
	if (Object.keys(found).length > 0) {
		return found;
	}
	const pairs = success.matchAll(/<cas:attribute\s+name=["']([^"']*)["']\s+value=["']([^"']*)["']/gi);
	return collect([...pairs].map(([, name = '', value = '']) => [text(name), text(value)]));
}

function collect(pairs: [string, string][]): Record<string, string[]> {
	const attributes: Record<string, string[]> = {};
	for (const [name, value] of pairs) {
		(attributes[name] ??= []).push(value);
	}
	return attributes;
}

function element(xml: string, name: string): string | undefined {
	return new RegExp(`<cas:${name}(?:\\s[^>]*)?>([\\s\\S]*?)</cas:${name}\\s*>`, 'i').exec(xml)?.[1];
}

function children(xml: string): [name: string, value: string][] {
	const elements = xml.matchAll(/<(?:cas:)?([\w.-]+)(?:\s[^>]*)?>([\s\S]*?)<\/(?:cas:)?\1\s*>/gi);
	return [...elements].map(([, name = '', value = '']) => [name.toLowerCase(), text(value)]);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function text(xml: string): string {
	return xml
		.split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
		.map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : unescape(part.replace(/<[^>]*>/g, ''))))
		.join('');
}

function unescape(xml: string): string {
	return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
		if (name !== undefined) {
			return ENTITIES[name] ?? entity;
		}
		return String.fromCodePoint(hex !== undefined ? parseInt(hex, 16) : Number(decimal));
	});
}
