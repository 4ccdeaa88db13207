// What the peers in this folder share: a port of their own, one JSON line when they are ready, an end together with
// whoever started them, and a switch for what they do otherwise than usual.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** The one argument: whom the peer serves, and how. */
export const options = JSON.parse(process.argv[2] ?? '{}');

/** What `PUT /_peer/behaviour` sent last; `{}` at the start. Each peer says what it understands. */
export let behaviour = {};

/**
 * Binds a port of 127.0.0.1, makes the peer for it, and prints `{"url", …}`.
 *
 * @param make (url) => { listener, ready }: `listener` answers requests, `ready` is printed beside the URL. `url` is the
 * peer's address, or `options.origin` where it stands for a server on the internet.
 */
export async function serve(make) {
	const server = createServer();
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${server.address().port}`;
	const { listener, ready } = await make(options.origin ?? url);
	server.on('request', (request, response) => {
		if (request.url === '/_peer/behaviour') void behave(request, response);
		else listener(request, response);
	});
	announce({ url, ...ready });
}

/** Prints the line, and ends with whoever reads it. */
export function announce(ready) {
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
	process.stdin.on('end', () => process.exit(0)).resume();
	console.log(JSON.stringify(ready));
}

async function behave(request, response) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	behaviour = JSON.parse(Buffer.concat(chunks).toString());
	response.end();
}

/** A form on which somebody says who they are; `deny` among the buttons is for those who changed their mind. */
export const loginForm = (action) => `<!doctype html><title>Sign in</title>
<form method="post" action="${action.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}">
<input type="hidden" name="prompt" value="login"><input name="login"><input name="password" type="password">
<button>Sign in</button></form>`;
