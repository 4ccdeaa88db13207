/** Core counts logins per client address; without this header every sign-in would share the server's own count. */
export const clientHeaders = (address: string | undefined): Record<string, string> =>
	address ? { 'X-Forwarded-For': address } : {};
