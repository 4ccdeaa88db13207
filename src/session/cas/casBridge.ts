import type { Sealer } from '../../flow/seal';
import { LoginError } from '../../errors';
import { randomString } from '../../protocol/random';
import type { HttpResponse, Transport } from '../../protocol/transport';
import type { Session, SessionBridge, SignIn } from '../session';
import { clientHeaders, parseLoginAnswer, parseMethodAnswer } from './loginAnswer';
import { mintTicket } from './ticket';

export interface CasBridgeOptions {
	readonly transport: Transport;
	readonly sealer: Sealer;
	/** `Site_Url`, of which core makes the service URL. */
	readonly siteUrl: string;
	/** Where the server reaches itself; the calls of this bridge go there. */
	readonly internalUrl: string;
}

/**
 * Signs in through core's own CAS login, with the app as the CAS server of its own workspace.
 *
 * The credential token is made here and used here within the same call: it never reaches a browser, so nobody can
 * start a sign-in for somebody else. Core creates the user if there is none with this `cas:user` yet.
 */
export class CasBridge implements SessionBridge {
	constructor(private readonly options: CasBridgeOptions) {}

	async signIn(who: SignIn): Promise<Session> {
		const credentialToken = await this.validated(who);
		const headers = { ...clientHeaders(who.clientAddress), 'Content-Type': 'application/json' };
		const login = { cas: { credentialToken } };
		const answer = await this.send('/api/v1/login', headers, login);
		if (answer.status !== 429) return parseLoginAnswer(answer);

		// The same login by another door, which core counts under another limit.
		const message = JSON.stringify({ msg: 'method', id: '1', method: 'login', params: [login] });
		return parseMethodAnswer(await this.send('/api/v1/method.callAnon/login', headers, { message }), answer);
	}

	async setAvatar(session: Session, avatarUrl: string): Promise<void> {
		const headers = { ...asUser(session), 'Content-Type': 'application/json' };
		await this.send('/api/v1/users.setAvatar', headers, { avatarUrl });
	}

	async end(session: Session): Promise<void> {
		await this.send('/api/v1/logout', asUser(session));
	}

	/** Has core validate a ticket, which makes the credential token good for one minute. @returns the token */
	private async validated({ casUser, profile, clientAddress }: SignIn): Promise<string> {
		const { sealer, siteUrl } = this.options;
		const credentialToken = randomString(32);
		const ticket = await mintTicket(sealer, {
			service: `${siteUrl}/_cas/${credentialToken}`,
			user: casUser,
			attributes: profile ? attributesOf(profile) : {},
		});
		// Answered by a page that closes its window, whatever came of the validation.
		await this.send(`/_cas/${credentialToken}?ticket=${ticket}`, clientHeaders(clientAddress));
		return credentialToken;
	}

	private async send(path: string, headers: Record<string, string>, body?: object): Promise<HttpResponse> {
		const post = body !== undefined || path === '/api/v1/logout';
		try {
			return await this.options.transport.send({
				method: post ? 'POST' : 'GET',
				url: this.options.internalUrl + path,
				headers,
				body: body && JSON.stringify(body),
			});
		} catch (error) {
			throw new LoginError('workspace_unreachable', this.options.internalUrl, { cause: error });
		}
	}
}

const asUser = ({ userId, token }: Session): Record<string, string> => ({ 'X-User-Id': userId, 'X-Auth-Token': token });

/**
 * Core puts the attributes into templates of its own (`%name%`) by `String.replace`: `%` and `$` have a meaning there
 * and must not come in from outside. An address that holds one is left out rather than changed.
 */
function attributesOf({ username, name, email }: NonNullable<SignIn['profile']>): Record<string, string> {
	return {
		username,
		...(name ? { name: name.replace(/[%$]/g, '') } : {}),
		...(email && !/[%$]/.test(email) ? { email } : {}),
	};
}
