/**
 * Who a provider says this is. The key is (provider, issuer, subject) and nothing else (OpenID Connect Core §5.7):
 * everything below the line is a description, and may be absent, change, or belong to someone else.
 */
export interface Identity {
	/** The provider instance: made again when a provider is deleted and set up again under the same name. */
	readonly provider: string;
	/** OpenID Connect: the `iss` of the verified id_token. Plain OAuth: the URL of the server. */
	readonly issuer: string;
	/** Never empty. Numeric ids are kept as their decimal text. */
	readonly subject: string;

	/** As the provider wrote it, not yet a valid Rocket.Chat username. */
	readonly username?: string;
	readonly name?: string;
	/** In lower case; syntactically one address. */
	readonly email?: string;
	/** Whether the provider vouches for the address, under the rule of its definition. */
	readonly emailVerified: boolean;
	readonly avatarUrl?: string;
	/** Undefined where the settings ask for none. */
	readonly groups?: ClaimedList | undefined;
	readonly roles?: ClaimedList | undefined;
	/** Values by the names of Rocket.Chat's custom fields; undefined where the settings ask for none. */
	readonly customFields?: Readonly<Record<string, string>>;
}

/** Who it is, and nothing about them. */
export type IdentityKey = Pick<Identity, 'provider' | 'issuer' | 'subject'>;

/**
 * What a provider says about someone's groups, or roles. That it says nothing does not mean that there are none.
 *
 * - `absent`: the claim is not there, or can't be read.
 * - `elsewhere`: the provider says that it has more than it gives out here (`elsewhere.ts`).
 */
export type ClaimedList = readonly string[] | 'absent' | 'elsewhere';
