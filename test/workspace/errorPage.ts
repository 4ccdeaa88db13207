import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';

/** The page that core answers with where a request can't even be read. */
export const errorPage: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
	if (response.headersSent) {
		next(error);
		return;
	}
	const status = error.status ?? 500;
	response
		.status(status)
		.type('html')
		.send(
			`<!DOCTYPE html><html><head><title>Error</title></head><body><pre>${STATUS_CODES[status]}</pre></body></html>`,
		);
};
