import { usage } from './usage.mjs';

/** A listener of Node's for an app that takes a Request and gives a Response. `GET /_bench/usage` tells the CPU used so far. */
export const answerWith = (url, app) => async (incoming, outgoing) => {
	if (incoming.url === '/_bench/usage') return outgoing.end(JSON.stringify(usage()));
	try {
		const response = await app(new Request(url + incoming.url, { headers: incoming.headers }));
		const headers = Object.fromEntries(response.headers);
		outgoing.writeHead(response.status, { ...headers, 'set-cookie': response.headers.getSetCookie() });
		outgoing.end(await response.text());
	} catch (error) {
		outgoing.writeHead(500).end(String(error));
	}
};
