// emulate's stand-ins for Apple, Okta, GitHub, Google and Microsoft.
//
//   node emulator.mjs '{"service": "okta", "origin": "https://example.okta.com", "seed": {"users": […], "oauth_clients": […]}}'
//
// A client whose id is one of emulate's own is not seeded. Prints {"url", "origin"}.
import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import { announce, options } from './serve.mjs';

// It would listen on all interfaces.
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...more) {
	const callback = more.find((each) => typeof each === 'function');
	return listen.call(this, typeof port === 'object' ? port.port : port, '127.0.0.1', callback);
};

const free = createServer();
free.listen(0);
await once(free, 'listening');
const { port } = free.address();
await new Promise((resolve) => free.close(resolve));

const url = `http://127.0.0.1:${port}`;
const { service, origin = url, seed } = options;
const { createEmulator } = await import('emulate');
await createEmulator({ service, port, baseUrl: origin, seed: { [service]: seed } });
announce({ url, origin });
