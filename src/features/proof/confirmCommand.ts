import { isNonce, proofLifetime } from './challenge';
import { Proofs } from './proofs';
import { sha256 } from '../../values/digest';
import type { Subcommand } from '../../commands/subcommand';

/**
 * `confirm <nonce>`: a page of the app asks by its script which account its browser is signed in to.
 *
 * Anyone who typed it was told to by someone, who would then be taken for them. So only what a page sent counts:
 * Rocket.Chat's clients send a trigger along with what was typed.
 */
export const confirm: Subcommand = {
	name: 'confirm',
	adminOnly: false,
	run: async ({ args: [nonce], caller, typed, texts, ports }) => {
		if (typed) return texts.t('command_confirm_typed');
		if (!isNonce(nonce) || caller.kind !== 'person' || !caller.active) return undefined;
		const at = ports.now();
		await new Proofs(ports.store).add(await sha256(nonce), caller.id, at, at + proofLifetime * 1000);
		return undefined;
	},
};
