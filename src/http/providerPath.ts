import type { Call } from './endpoint';

/** The segment of a path that stands for any provider: for those that were added after the app was started. */
export const anyProvider = ':provider';

/** The provider that a path names: its own segment, or what came in the place of {@link anyProvider}. */
export const segment = (providerSegment: string, { request }: Call): unknown =>
	providerSegment === anyProvider ? (request.params?.provider as unknown) : providerSegment;

/** Path, below the app's, on which a sign-in with a provider starts; undefined for what can be no provider's id. */
export const loginPath = (id: unknown): string | undefined =>
	typeof id === 'string' && /^[a-z0-9_]{1,64}$/.test(id) ? `login/${id}` : undefined;

/** The same of the provider that a path names. */
export const retryLogin =
	(providerSegment: string) =>
	(call: Call): string | undefined =>
		loginPath(segment(providerSegment, call));
