/** How a provider ends its own session, where that is not as in OpenID Connect RP-Initiated Logout. */
export interface SignOutDialect {
	/** Below the server's URL, or an absolute URL; absent: the document's `end_session_endpoint`. */
	readonly path?: string;
	/**
	 * Of the address that the browser opens. `{{client_id}}`, `{{return_url}}` and `{{state}}` stand for what they name; a
	 * provider that is not sent `state` gives none back.
	 */
	readonly parameters: Readonly<Record<string, string>>;
}
