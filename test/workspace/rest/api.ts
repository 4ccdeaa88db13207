import { Router, json, urlencoded } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { hasPermission } from '../accounts/permissions';
import type { TwoFactor } from '../accounts/twoFactor';
import type { Users } from '../accounts/users';
import { clientAddress } from '../clientAddress';
import { MeteorError } from '../errors';
import type { Profile } from '../profile';
import { hashToken } from '../random';
import type { RateLimiter } from '../rateLimiter';
import type { Settings } from '../settings';
import type { LoginToken, Store, UserDocument } from '../store';
import { FormError, validateBody } from './schema';
import type { Schema } from './schema';

export interface Session {
	user: UserDocument;
	token: LoginToken;
}

export interface Call {
	request: Request;
	response: Response;
	body: Record<string, unknown>;
	query: Record<string, unknown>;
	params: Record<string, string>;
	/** Who calls; where the route needs nobody, use `session`. */
	user: UserDocument;
	session?: Session;
}

/** An answer that is not the usual 200 with `success: true`. */
export class Answer {
	constructor(
		readonly status: number,
		/** Undefined for an answer of no bytes. */
		readonly body: unknown,
	) {}
}

export interface RouteOptions {
	/** Default: true. */
	authRequired?: boolean;
	/** All of them are needed. */
	permissions?: string[];
	twoFactor?: boolean;
	schema?: Schema;
	/** Default: true. */
	rateLimited?: boolean;
}

export type Handler = (call: Call) => unknown;

export interface ApiDependencies {
	store: Store;
	users: Users;
	settings: Settings;
	profile: Profile;
	twoFactor: TwoFactor;
	rateLimiter: RateLimiter;
	/** Whether the REST limiter works at all. */
	rateLimit: boolean;
}

const LARGEST_BODY = '50mb';

/** Core's `APIClass`: authentication, permissions, second factor, rate limit, and the form of answers. */
export class Api {
	readonly router = Router();

	constructor(private readonly dependencies: ApiDependencies) {
		this.router.use(json({ limit: LARGEST_BODY }), urlencoded({ extended: true, limit: LARGEST_BODY }));
		this.router.use((_error: Error, _request: Request, response: Response, _next: NextFunction) => {
			response.status(400).json({ success: false, error: 'Invalid JSON' });
		});
	}

	route(method: 'get' | 'post' | 'delete', path: string, options: RouteOptions, handler: Handler): void {
		this.router[method](path, (request, response) => {
			void this.answer(request, response, options, handler)
				.catch((error: unknown) => failure(error, this.dependencies.profile))
				.then((answer) => this.send(response, answer));
		});
	}

	private send(response: Response, { status, body }: Answer): void {
		const { newRestRouter } = this.dependencies.profile;
		response.status(status);
		response.setHeader('Content-Type', newRestRouter ? 'application/json' : 'application/json; charset=utf-8');
		response.end(JSON.stringify(body));
	}

	/** Who the headers `X-User-Id` and `X-Auth-Token` stand for. Whether the account is active is not looked at. */
	authenticate(request: Request): Session | undefined {
		const { 'x-user-id': userId, 'x-auth-token': token } = request.headers;
		if (typeof userId !== 'string' || typeof token !== 'string') {
			return undefined;
		}
		const found = this.dependencies.users.findByToken(hashToken(token));
		return found?.user._id === userId ? found : undefined;
	}

	private async answer(request: Request, response: Response, options: RouteOptions, handler: Handler): Promise<Answer> {
		const { profile, twoFactor } = this.dependencies;
		const session = this.authenticate(request);
		this.limit(request, response, options, session);
		if (!session && options.authRequired !== false) {
			return new Answer(401, profile.unauthenticated);
		}
		const user = session?.user as UserDocument;
		if (!(options.permissions ?? []).every((permission) => hasPermission(this.dependencies.store, user, permission))) {
			throw new MeteorError('error-unauthorized', 'User does not have the permissions required for this action');
		}
		if (options.twoFactor && session) {
			twoFactor.checkCall(user, session.token, request.headers['x-2fa-method'], request.headers['x-2fa-code']);
		}
		const body = (request.body ?? {}) as Record<string, unknown>;
		if (options.schema) {
			validateBody(options.schema, body);
		}
		const { query, params } = request as unknown as Pick<Call, 'query' | 'params'>;
		const result = await handler({ request, response, body, query, params, user, session });
		return result instanceof Answer ? result : new Answer(200, { ...(result as object | undefined), success: true });
	}

	private limit(request: Request, response: Response, options: RouteOptions, session: Session | undefined): void {
		const { settings, rateLimiter, rateLimit, store } = this.dependencies;
		const applies = rateLimit && options.rateLimited !== false && settings.get<boolean>('API_Enable_Rate_Limiter');
		if (!applies || (session && hasPermission(store, session.user, 'api-bypass-rate-limit'))) {
			return;
		}
		const limits = {
			calls: settings.get<number>('API_Enable_Rate_Limiter_Limit_Calls_Default'),
			interval: settings.get<number>('API_Enable_Rate_Limiter_Limit_Time_Default'),
		};
		const route = `${String((request.route as { path: string }).path)} ${request.method}`;
		const { allowed, remaining, timeToReset } = rateLimiter.count(`${route} ${clientAddress(request)}`, limits);
		response.set({
			'X-RateLimit-Limit': String(limits.calls),
			'X-RateLimit-Remaining': String(remaining),
			'X-RateLimit-Reset': String(Date.now() + timeToReset),
		});
		if (!allowed) {
			const seconds = Math.ceil(timeToReset / 1000);
			throw new MeteorError(
				'error-too-many-requests',
				`Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again.`,
				{ timeToReset, seconds },
			);
		}
	}
}

/** What 9.0 answers with `error-forbidden`: of these, `error-not-authorized` is inferred, the others were read. */
const FORBIDDEN: ReadonlyArray<unknown> = [
	'error-unauthorized',
	'error-not-authorized',
	'error-not-allowed',
	'not-allowed',
	'not-authorized',
	'not_authorized',
	'no-permission',
];

function failure(thrown: unknown, { forbiddenErrors, formError }: Profile): Answer {
	const error = thrown instanceof FormError ? new MeteorError(formError, thrown.message) : thrown;
	const code = error instanceof MeteorError ? error.error : (error as Error).message;
	if (forbiddenErrors && FORBIDDEN.includes(code)) {
		return new Answer(403, { success: false, error: (error as Error).message, errorType: 'error-forbidden' });
	}
	if (!(error instanceof MeteorError)) {
		return new Answer(400, { success: false, error: (error as Error).message });
	}
	switch (error.error) {
		case 'error-too-many-requests':
			return new Answer(429, { success: false, error: error.message });
		case 'error-unauthorized':
			return new Answer(403, { success: false, error: error.message });
		default:
			return new Answer(400, {
				success: false,
				error: error.message,
				errorType: error.error,
				...(error.details !== undefined && { details: error.details }),
			});
	}
}
