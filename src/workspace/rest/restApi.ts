import * as v from 'valibot';
import { LoginError } from '../../errors';
import { parseJsonObject } from '../../values/json';
import { describeIssue } from '../../values/schemaIssue';
import type { HttpResponse, Transport } from '../../ports/transport';
import type { Session } from '../session/session';
import { failureOf } from './restFailure';
import { clientHeaders } from '../session/clientHeaders';

/** For answers of which nothing is needed but that the call succeeded. */
export const anything = v.object({});

const serverInfo = v.object({ version: v.nullish(v.string(), ''), info: v.nullish(v.object({ version: v.string() })) });

/**
 * The workspace's own REST API, called in someone's name. Every answer is parsed: what does not have the expected shape
 * is an error, and what was not asked for (some answers carry password hashes) goes no further.
 *
 * Calls throw {@link LoginError}: `workspace_unreachable`, `rest_credentials_refused`, `rest_permission_missing`,
 * `rest_second_factor`, `rest_failed` (a {@link RestRefusal} where core gave a reason), and {@link TooManyLogins} at
 * core's limit of calls per endpoint and client address.
 */
export class RestApi {
	constructor(
		private readonly transport: Transport,
		/** Where the server reaches itself; see `workspace/address/self.ts`. */
		private readonly internalUrl: string,
		private readonly caller: Session,
		/** Core counts calls by it; without it, all calls of the app share one count. */
		private readonly clientAddress?: string,
	) {}

	/** The same, counted under the address of the person for whom it is called. */
	onBehalfOf(clientAddress: string | undefined): RestApi {
		return new RestApi(this.transport, this.internalUrl, this.caller, clientAddress);
	}

	/** The same API in the name of someone else. */
	as(caller: Session): RestApi {
		return new RestApi(this.transport, this.internalUrl, caller, this.clientAddress);
	}

	get<S extends Schema>(
		endpoint: string,
		schema: S,
		query: Readonly<Record<string, string>> = {},
	): Promise<v.InferOutput<S>> {
		const search = new URLSearchParams(query).toString();
		return this.call('GET', endpoint, schema, search && `?${search}`);
	}

	post<S extends Schema>(endpoint: string, schema: S, body: object = {}): Promise<v.InferOutput<S>> {
		return this.call('POST', endpoint, schema, '', JSON.stringify(body));
	}

	/**
	 * The server's version, which has its patch number for anyone who may see statistics: `8.3`, or `8.3.2` (Rocket.Chat,
	 * getServerInfo.ts; older servers have it in `info` alone).
	 */
	async serverVersion(): Promise<string> {
		const { body } = await this.request('GET', '/api/info');
		const { success, output } = v.safeParse(serverInfo, parseJsonObject(body));
		if (!success) throw new LoginError('rest_failed', 'info: no version');
		return output.info?.version ?? output.version;
	}

	/**
	 * Ends the caller's own session. The status alone says whether it has ended: from 7.4 on the answer has no body (seen on
	 * 7.7.1 and 8.3). One that core does not know any more (401) has ended.
	 */
	async logOut(): Promise<void> {
		const response = await this.send('POST', 'logout', '{}');
		if (response.status !== 200 && response.status !== 401) throw failureOf('logout', response);
	}

	private async call<S extends Schema>(
		method: 'GET' | 'POST',
		endpoint: string,
		schema: S,
		search: string,
		body?: string,
	): Promise<v.InferOutput<S>> {
		const response = await this.send(method, `${endpoint}${search}`, body);
		const answer = parseJsonObject(response.body);
		if (response.status !== 200 || answer?.success === false) throw failureOf(endpoint, response);
		const { success, output, issues } = v.safeParse(schema, answer);
		if (!success) throw new LoginError('rest_failed', `${endpoint}: ${describeIssue(issues[0])}`);
		return output;
	}

	/**
	 * The bare answer, for an endpoint whose refusals say more than that it failed.
	 *
	 * @throws LoginError `workspace_unreachable`
	 */
	send(method: 'GET' | 'POST', path: string, body?: string): Promise<HttpResponse> {
		return this.request(method, `/api/v1/${path}`, body);
	}

	private async request(method: 'GET' | 'POST', path: string, body?: string): Promise<HttpResponse> {
		try {
			return await this.transport.send({
				method,
				body,
				url: this.internalUrl + path,
				headers: {
					'X-User-Id': this.caller.userId,
					'X-Auth-Token': this.caller.token,
					...clientHeaders(this.clientAddress),
					...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				},
			});
		} catch (error) {
			throw new LoginError('workspace_unreachable', this.internalUrl, { cause: error });
		}
	}
}

type Schema = v.GenericSchema<unknown, unknown>;
