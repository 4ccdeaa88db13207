import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { clientRouter } from '../index';
import type { ClientKind } from '../publicSettings';

export const ada = { _id: 'uid-ada', username: 'ada', name: 'Ada Lovelace' };
export const grace = { _id: 'uid-grace', username: 'grace', name: 'Grace Hopper' };
export const password = 'correct horse';
export const casService = {
	service: 'cas',
	enabled: true,
	buttonLabelText: 'Sign in with Okta',
	buttonColor: '#1d74f5',
};

/** What the client calls of a workspace, and a record of it. */
export class StubWorkspace {
	readonly settings = new Map<string, unknown>();
	readonly tokens = new Map([
		['token-ada', ada],
		['token-grace', grace],
	]);
	services: object[] = [];
	/** Of each channel, newest first. */
	messages: object[] = [];
	/** Status and body that the next logins get instead of an answer. */
	loginFailure?: { status: number; body: object };
	readonly logins: unknown[] = [];
	readonly logouts: unknown[] = [];
	readonly visited: string[] = [];
	private readonly validated = new Set<string>();
	private server?: Server;

	async listen(profile: string, kind?: ClientKind): Promise<string> {
		const app = express();
		app.use(express.json());
		app.use((request, _response, next) => {
			this.visited.push(request.originalUrl);
			next();
		});
		app.get('/blank', (_request, response) => void response.send('<title>blank</title>'));
		app.get('/late.js', (_request, response) => void response.type('js').send('window.late = true;'));
		app.get('/api/v1/service.configurations', (_request, response) => {
			response.json({ configurations: this.services, success: true });
		});
		app.post('/api/v1/ddp.login', (request, response) => {
			this.logins.push(request.body);
			if (this.loginFailure) return void response.status(this.loginFailure.status).json(this.loginFailure.body);
			const token = this.tokenFor(request.body);
			const me = this.tokens.get(token);
			if (!me)
				return void response.status(401).json({ status: 'error', error: 'Unauthorized', message: 'Unauthorized' });
			response.json({ status: 'success', data: { userId: me._id, authToken: token, me } });
		});
		app.post('/api/v1/logout', (request, response) => {
			const token = String(request.headers['x-auth-token']);
			this.logouts.push({ userId: request.headers['x-user-id'], token });
			this.tokens.delete(token);
			response.json({ status: 'success', data: { message: "You've been logged out!" } });
		});
		app.post(
			'/api/v1/users.register',
			(request, response) => void response.json({ user: request.body, success: true }),
		);
		app.get('/_cas/:token', (request, response) => {
			if (request.query.ticket === 'ST-good') this.validated.add(request.params.token);
			response.send('<script>window.close()</script>');
		});
		app.get('/sso/login', (request, response) => {
			response.send(`<a href="${request.query.service}?ticket=ST-good">Let me in</a>`);
		});
		app.get('/api/v1/channels.history', (_request, response) => void response.json({ messages: this.messages }));
		app.get('/api/apps/public/x/signin', (_request, response) => void response.send('<title>the app</title>'));
		const setting = (id: string): unknown => this.settings.get(id);
		app.use(clientRouter({ setting, script: setting, profile, kind }));
		this.server = app.listen(0, '127.0.0.1');
		await new Promise((resolve) => this.server?.once('listening', resolve));
		const origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		this.settings.set('Site_Url', `${origin}/`).set('CAS_login_url', `${origin}/sso/login`);
		return origin;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	private tokenFor(body: {
		resume?: string;
		user?: string;
		password?: string;
		cas?: { credentialToken: string };
	}): string {
		if (body.cas) return this.validated.has(body.cas.credentialToken) ? 'token-ada' : '';
		if (body.user) return body.user === 'ada' && body.password === password ? 'token-ada' : '';
		return body.resume ?? '';
	}
}
