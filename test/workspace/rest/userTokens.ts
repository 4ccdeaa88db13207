import { BlockList, isIP } from 'node:net';
import { hasPermission } from '../accounts/permissions';
import { MeteorError } from '../errors';
import { hashToken, randomSecret } from '../random';
import type { LoginToken, UserDocument } from '../store';
import type { Api } from './api';
import type { RestDependencies } from './index';
import { fromParams } from './users';

/** Tokens made without a password. Nothing asks whether the account is active. */
export function tokenRoutes(api: Api, dependencies: RestDependencies): void {
	const { users, store, env, profile } = dependencies;
	const { createToken } = profile;
	const secretSchema = createToken === 'switch' ? {} : { schema: { required: ['userId', 'secret'] } };
	const issue = (user: UserDocument, token: Partial<LoginToken> = {}): string => {
		const secret = randomSecret();
		users.addToken(user, { hashedToken: hashToken(secret), when: new Date(), ...token });
		return secret;
	};
	const { CREATE_TOKENS_FOR_USERS: tokens = '', CREATE_TOKENS_FOR_USERS_SECRET: secret } = env;
	const isOn = (body: Record<string, unknown>): boolean =>
		createToken === 'switch' ? ['yes', 'true'].includes(tokens) : secret !== undefined && body.secret === secret;
	/** On 8.3 anyone who knows the secret gets a token for anyone. */
	const mayMake = (caller: UserDocument, user: UserDocument): boolean =>
		createToken === 'secret' ||
		(createToken === 'switch' && caller === user) ||
		hasPermission(store, caller, 'user-generate-access-token');

	api.route('post', '/v1/users.createToken', secretSchema, ({ user: caller, body }) => {
		const user = isOn(body) ? fromParams(dependencies, body) : undefined;
		if (!user || !mayMake(caller, user)) {
			throw new MeteorError('error-not-authorized', 'Not authorized', { method: 'createToken' });
		}
		return { data: { userId: user._id, authToken: issue(user) } };
	});

	api.route('post', '/v1/users.generatePersonalAccessToken', { twoFactor: true }, ({ user, body }) => {
		const token = issue(user, {
			type: 'personalAccessToken',
			name: String(body.tokenName),
			bypassTwoFactor: body.bypassTwoFactor === true,
		});
		return { token };
	});
}

/** Setting an avatar from an address: private ones are refused before anything is fetched, and nothing else is here. */
export function avatarRoute(api: Api, dependencies: RestDependencies): void {
	api.route('post', '/v1/users.setAvatar', {}, ({ user: caller, body }) => {
		const user = (body.userId ?? body.username) ? fromParams(dependencies, body) : caller;
		if (user !== caller && !hasPermission(dependencies.store, caller, 'edit-other-user-avatar')) {
			throw new MeteorError('error-not-allowed', 'Not allowed');
		}
		const url = String(body.avatarUrl);
		if (!isPublic(url)) {
			throw new MeteorError('error-avatar-invalid-url', `Invalid avatar URL: ${url}`, {
				function: 'setUserAvatar',
				url,
			});
		}
		return {};
	});
}

const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('169.254.0.0', 16);

function isPublic(address: string): boolean {
	if (!URL.canParse(address)) {
		return false;
	}
	const { hostname, protocol } = new URL(address);
	const isAddress = isIP(hostname) === 4;
	return /^https?:$/.test(protocol) && hostname !== 'localhost' && !(isAddress && PRIVATE.check(hostname));
}
