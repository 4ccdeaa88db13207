// A Chromium that the test files of a process use one after the other. Prints the address to connect to as one line, and
// ends together with the process that started it.
//
//   node browserServer.mjs '{"executablePath": "…", "args": ["…"], "env": {"<variable>": "…"}}'
import { chromium } from 'playwright-core';

const server = await chromium.launchServer(JSON.parse(process.argv[2]));
const stop = () => void server.close().finally(() => process.exit(0));
process.stdin.on('end', stop).resume();
console.log(server.wsEndpoint());
