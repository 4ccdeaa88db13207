import { gzipSync } from 'node:zlib';

import type { Response } from 'express';

/** Ways of answering that any endpoint can be made to take. */
export const html = (response: Response, status = 200): void => {
	response.status(status).type('html').send('<!doctype html><title>Sign in</title><p>Please <b>sign in</b> first.');
};

export const json = (response: Response, text: string, status = 200): void => {
	response.status(status).type('json').send(text);
};

/** Two megabytes that are well-formed. */
export const huge = (response: Response): void => {
	json(response, JSON.stringify({ padding: 'x'.repeat(2_000_000) }));
};

/** A hundred megabytes that travel as a hundred kilobytes, in many members (RFC 1952 §2.2). */
export const gzipBomb = (response: Response): void => {
	const [start, megabyte, end] = ['{"padding":"', 'x'.repeat(1_000_000), '"}'].map((text) => gzipSync(text));
	const members = [start, ...Array.from({ length: 100 }, () => megabyte), end];
	response
		.type('json')
		.set('content-encoding', 'gzip')
		.send(Buffer.concat(members as Buffer[]));
};

export const deep = (response: Response): void => {
	json(response, `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
};

export const hangUp = (response: Response): void => {
	response.destroy();
};

/** Goes on sending until the client leaves. */
export const endless = (response: Response): void => {
	response.status(200).type('json');
	response.write('{"padding":"');
	const chunk = 'x'.repeat(65_536);
	const more = (): void => {
		while (!response.destroyed && response.write(chunk));
	};
	response.on('drain', more);
	more();
};

/** Adds members that mean something to careless code; they need to be text, since no object has them. */
export const withPrototypeKeys = (document: object): string =>
	JSON.stringify(document).replace(
		'{',
		'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"text",',
	);
