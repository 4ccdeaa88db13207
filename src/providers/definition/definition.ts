import type { Field } from '../fields/section';
import type { Traits } from '../traits/traits';

export type { Traits };

export interface ButtonLook {
	readonly color?: string;
	readonly textColor?: string;
}

/**
 * Core's own sign-in by the same provider. What it left in `services.<service>` of a user document says who someone is
 * there; see `features/people/coreIdentity.ts`.
 */
export interface CoreCounterpart {
	readonly service: string;
	/** Core's own switch. Of a sign-in that is off, what core has kept may be out of date, or in doubt. */
	readonly enabledSetting: string;
	/** Core's setting that has the server's URL. */
	readonly urlSetting?: string;
	/** The server where there is no such setting, or where it is empty. */
	readonly server?: string;
	/** Core's setting that says where below it the identity is read, where an admin chooses that. */
	readonly identityPathSetting?: string;
	/** Core's setting with the client's id, where people are called differently for each client. */
	readonly clientId?: {
		readonly setting: string;
		/** Where only OpenID Connect does so (OpenID Connect Core §8). */
		readonly onlyOpenid?: true;
	};
}

/** One of several ways in which a provider can work: a version of its protocol, or a preset. */
export interface Variant {
	readonly name: string;
	readonly traits: Traits;
	readonly button?: ButtonLook;
	readonly core?: CoreCounterpart;
}

/**
 * A provider is data: one file here, one page in `docs/providers/`, one line in the catalog. No other module asks which
 * provider it deals with.
 */
export interface ProviderDefinition {
	/** Segment of its public paths; lower case; never changes. */
	readonly id: string;
	readonly name: string;
	/** In the order in which the admin sees them. */
	readonly fields: readonly Field[];
	readonly traits: Traits;
	/** What the field `variant` chooses from, by its value; `traits` is what counts otherwise. */
	readonly variants?: Readonly<Record<string, Variant>>;
	readonly button?: ButtonLook;
	/**
	 * Core's own switch of the same name, which only core can serve, and which follows the one here: with native sign-in,
	 * the mobile clients give their tokens to core.
	 */
	readonly nativeSwitch?: string;
	readonly core?: CoreCounterpart;
}

/**
 * A ready-made way for the custom providers: what an admin would otherwise have to look up. One file in `presets/`, one
 * page in `docs/providers/`; `npm run new-preset` begins both.
 */
export interface Preset extends Variant {
	/** Value of the setting; lower case; never changes. */
	readonly id: string;
}
