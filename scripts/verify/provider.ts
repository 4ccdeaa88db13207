import { randomBytes } from 'node:crypto';
import { startPeer } from '../../test/providers/peer';
import { Complaint } from '../program';
import type { AppOnServer, AppSetting } from './appOnServer';
import type { Person } from './cast';
import type { Made } from './journal';
import type { Secrets } from './secrets';

/** Unlikely, and the same each time: the app keeps the empty section of a provider that was removed. */
export const providerName = 'Oauth_login_verification';
export const providerId = providerName.toLowerCase();

/** What stands on its button. */
export const buttonLabel = 'OAuth Login verification';

const namesSetting = 'Accounts_OAuth_Custom';
const prefix = `${namesSetting}-${providerName}`;

export interface DemoProvider {
	readonly issuer: string;
	stop(): Promise<void>;
}

export interface ProviderOptions {
	readonly people: readonly Person[];
	readonly port: number;
	/** Where others reach it. Default: its loopback address. */
	readonly publicUrl?: string | undefined;
}

/** @throws Complaint where a custom provider of that name is there already */
export async function requireFreeName(app: AppOnServer): Promise<void> {
	const names = String(valueOf((await app.settings())[namesSetting]) ?? '');
	if (names.toLowerCase().includes(providerId)) {
		throw new Complaint(
			`The app has a custom provider ${providerName} already. Remove it, or run with --clean-up if it is left from here.`,
		);
	}
}

/**
 * Starts oidc-provider on this machine and sets it up in the app as a custom provider: as an administrator does, by its
 * issuer, with the callback URL that the form shows. It knows the throw-away people and nobody else.
 *
 * @param note is told what is about to be made
 */
export async function setUpProvider(
	app: AppOnServer,
	{ people, port, publicUrl }: ProviderOptions,
	note: (made: Made) => void,
	secrets: Secrets,
): Promise<DemoProvider> {
	const names = await app.setting(namesSetting);
	note({ kind: 'app setting', appId: app.id, setting: names });
	note({ kind: 'app section', appId: app.id, prefix });
	const listed = [valueOf(names), providerName].filter(Boolean).join(',');
	await app.save({ ...names, value: listed });
	const callbackUrl = String(valueOf(await app.setting(`${prefix}-callback_url`)));

	const client = { client_id: 'oauth-login-verification', client_secret: randomBytes(24).toString('base64url') };
	secrets.keep('the client secret', client.client_secret);
	for (const { login } of people) secrets.keep('what a person typed at the provider', login);
	const { ready, stop } = await startPeer('oidcProvider.mjs', {
		port,
		origin: publicUrl,
		strangers: false,
		people: Object.fromEntries(people.map(({ login, claims }) => [login, claims])),
		clients: [{ ...client, redirect_uris: [callbackUrl] }],
	});
	try {
		await configure(app, {
			...{ '-preset': 'openid', '-issuer': ready.issuer, '-id': client.client_id, '-secret': client.client_secret },
			...{ '-login_style': 'popup', '-button_label_text': buttonLabel, '': true },
		});
	} catch (error) {
		await stop();
		throw error;
	}
	return { issuer: ready.issuer, stop };
}

export const setLoginStyle = (app: AppOnServer, style: 'popup' | 'redirect'): Promise<void> =>
	configure(app, { '-login_style': style });

async function configure(app: AppOnServer, values: Readonly<Record<string, unknown>>): Promise<void> {
	for (const [ending, value] of Object.entries(values)) {
		await app.save({ ...(await app.setting(prefix + ending)), value });
	}
}

const valueOf = (setting: AppSetting | undefined): unknown => setting?.value ?? setting?.packageValue;
