import type { ClaimMap, EmailTrust } from '../identity/claimMap';

/**
 * What one field of a provider's section means. The id of the setting is the definition's own, so that the ids that
 * Rocket.Chat's core used, and that documents and scripts know, stay as they are.
 */
export type FieldRole =
	| 'enabled'
	| 'issuer'
	| 'clientId'
	| 'clientSecret'
	| 'callbackUrl'
	| 'scope'
	| 'tokenSentVia'
	| 'loginStyle'
	| 'buttonText'
	| 'buttonTextColor'
	| 'buttonColor';

export interface Field {
	readonly role: FieldRole;
	readonly id: string;
	/** What counts while the admin has not filled in anything. */
	readonly value?: string;
}

/**
 * A provider is data: one file here, one page in `docs/providers/`, one line in the catalog. Whatever differs between
 * providers has a name in this type; no other module asks which provider it deals with.
 */
export interface ProviderDefinition {
	/** Segment of its public paths; lower case; never changes. */
	readonly id: string;
	readonly name: string;
	/** `openid`: the issuer's discovery document tells everything else. */
	readonly protocol: 'openid';
	/** In the order in which the admin sees them. */
	readonly fields: readonly Field[];
	readonly claims: ClaimMap;
	/** When the provider's word on an e-mail address is good enough to be called verified. */
	readonly emailTrust: EmailTrust;
}
