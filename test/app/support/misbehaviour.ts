import type { ErrorCode } from '../../../src/errors';
import type { Behaviour } from '../../hostile/faults';
import type { Scene } from './scene';

/** Claims of an id_token that does not say who the person is: userinfo has to. */
export const nameless = { name: undefined, preferred_username: undefined, email: undefined };

let people = 0;

/** Somebody whom neither the provider nor the workspace has seen before. */
export function somebody(): { sub: string; preferred_username: string; email: string } {
	people += 1;
	return { sub: `sub-${people}`, preferred_username: `person${people}`, email: `person${people}@example.com` };
}

/**
 * What takes its time is in slowProvider.test.ts. A compressed bomb is unpacked by the server and is more than the
 * engine's pipe takes within its 30 s: nothing that an app could do about it; the protocol's own tests have it.
 */
const elsewhere = ['slow', 'endless', 'gzipBomb'];

/** Rows of a table: what the app says of each fault, but for those where it `differs` in a real workspace. */
export const rows = <Fault extends string>(
	codes: Readonly<Record<Fault, ErrorCode>>,
	differs: Partial<Record<Fault, ErrorCode>> = {},
): [Fault, ErrorCode][] =>
	(Object.entries({ ...codes, ...differs }) as [Fault, ErrorCode][]).filter(([fault]) => !elsewhere.includes(fault));

const isRedirect = (fault: unknown): boolean => /^redirect/.test(String(fault));

/** What must hold whatever the provider does: nobody created, nobody let in, and the next person gets in. */
export class Expectations {
	constructor(private readonly scene: () => Scene) {}

	async othersGetIn(): Promise<void> {
		await this.success({});
	}

	async refusal(behaviour: Behaviour, code: ErrorCode): Promise<void> {
		const scene = this.scene();
		scene.provider.set({ claims: somebody(), ...behaviour });
		const links = this.links();
		const calls = await scene.callsOf(() => scene.expectRefusal(code, () => scene.signIn()));
		expect(calls.filter((path) => path === '/token').length).toBeLessThanOrEqual(1);
		// The server follows redirects, whatever an app asks for.
		if (!Object.values(behaviour).some(isRedirect)) {
			expect(calls.filter((path) => path.startsWith('/attacker'))).toEqual([]);
		}
		expect(this.links()).toEqual(links);
		// The endpoint is paused until a setting is saved.
		if (code === 'provider_answer_too_long') await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
		await this.othersGetIn();
	}

	async success(behaviour: Behaviour): Promise<void> {
		const scene = this.scene();
		const claims = { ...somebody(), ...behaviour.claims };
		scene.provider.set({ ...behaviour, claims });
		await scene.expectSignedIn(scene.signIn(), { username: claims.preferred_username });
	}

	private links(): unknown[] {
		const { persistence } = this.scene().workspace.store;
		return persistence.filter(({ associations }) => associations?.some(({ id }) => /^(pending-)?link:/.test(id)));
	}
}
