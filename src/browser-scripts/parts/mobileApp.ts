export interface MobileAppSession {
	/** The workspace's address without `https://`. */
	readonly mobileApp: string;
	readonly token: string;
	readonly userId: string;
}

/**
 * By the app's own scheme, and not by the https address that also leads there: a browser without the app would open that
 * one, and with it take the session to a foreign server.
 */
export function mobileAppUrl({ mobileApp, token, userId }: MobileAppSession): string {
	const query = Object.entries({ host: mobileApp, token, userId });
	return `rocketchat://auth?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
