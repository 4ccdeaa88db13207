/** Random: 17 characters in core's web client and in the mobile app, some 100 bits. */
const credentialToken = /^[0-9A-Za-z]{17,64}$/;

/** The service URL of which core makes the one that it validates a ticket for. */
export const serviceUrl = (siteUrl: string, token: string): string => `${siteUrl}/_cas/${token}`;

/**
 * The service of a client that has begun core's CAS flow, if it is one of this workspace: to the letter, as core compares it.
 *
 * @param asked as it came
 * @param siteUrl `Site_Url` without a slash at the end
 */
export function ownService(asked: unknown, siteUrl: string): string | undefined {
	const before = serviceUrl(siteUrl, '');
	if (typeof asked !== 'string' || !asked.startsWith(before)) return undefined;
	return credentialToken.test(asked.slice(before.length)) ? asked : undefined;
}
