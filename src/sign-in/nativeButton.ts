import { readSetting } from '../controls/setting';
import { LoginError } from '../errors';
import { randomString } from '../values/random';
import { lastBridgeHealth } from '../workspace/bridgeHealth';
import { nativeButtonSetting } from '../settings/bridge';
import { readCookie, setCookie } from '../browser/cookies';
import { openSealed } from '../browser/openSealed';
import { Sealer } from '../browser/seal';
import { attemptLifetime } from '../browser/attemptCookie';
import type { Needs, Sealing } from '../ports/ports';

/*
 * Core's own CAS flow, begun by a phone or another window: the native client. It has chosen the credential token, and gets
 * the session of the person who signs in (device-code phishing). So a browser signs in for it only after the person has
 * agreed to that, in this browser, for this one service.
 */

/** What a client has asked this browser for, sealed in a cookie. */
interface NativeRequest {
	readonly id: string;
	/** Service URL with the client's credential token. */
	readonly service: string;
	/** Whether the person has said that it was them. */
	readonly agreed: boolean;
}

const cookieName = (id: string): string => `__Host-oauth-native-${id}`;

/** Whether native clients are served: the admin wants it, and the CAS bridge signs people in. */
export async function isNativeButtonOpen({ appSettings, store }: Needs<'store' | 'appSettings'>): Promise<boolean> {
	if (!(await readSetting(nativeButtonSetting, appSettings))) return false;
	const health = await lastBridgeHealth(store);
	return health?.ready === true && health.bridge === 'cas';
}

/** Keeps what was asked for until the person has answered. @returns the id that the page's form sends back */
export async function noteRequest(service: string, ports: Sealing): Promise<{ id: string; setCookies: string[] }> {
	const id = randomString(9);
	return { id, setCookies: [await keep({ id, service, agreed: false }, ports)] };
}

/**
 * The person has said that it was them.
 *
 * @param id as the form has it
 * @throws LoginError
 */
export async function agree(
	id: unknown,
	cookies: unknown,
	ports: Sealing & Needs<'appSettings'>,
): Promise<{ id: string; setCookies: string[] }> {
	const request = await open(id, cookies, ports);
	return { id: request.id, setCookies: [await keep({ ...request, agreed: true }, ports)] };
}

/**
 * The service that the person has agreed to in this browser.
 *
 * @param id as the link has it
 * @throws LoginError
 */
export async function agreedService(
	id: unknown,
	cookies: unknown,
	ports: Sealing & Needs<'appSettings'>,
): Promise<string> {
	const { service, agreed } = await open(id, cookies, ports);
	if (!agreed) throw new LoginError('state_foreign', 'nobody has agreed');
	return service;
}

async function keep(request: NativeRequest, ports: Sealing): Promise<string> {
	const sealed = await new Sealer(ports).seal('native-button', request, attemptLifetime);
	return setCookie(cookieName(request.id), sealed, attemptLifetime);
}

async function open(id: unknown, cookies: unknown, ports: Sealing & Needs<'appSettings'>): Promise<NativeRequest> {
	if (!(await isNativeButtonOpen(ports))) throw new LoginError('attempt_stale');
	const sealed = typeof id === 'string' ? readCookie(cookies, cookieName(id)) : undefined;
	const request = await openSealed<NativeRequest>('native-button', sealed, new Sealer(ports));
	if (request.id !== id) throw new LoginError('state_foreign', 'another request');
	return request;
}
