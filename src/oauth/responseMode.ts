/**
 * In which form the browser brings a provider's answer (OAuth 2.0 Form Post Response Mode §2; JARM §2.3, where `jwt` is
 * `query.jwt` for a code); absent: in the query of the callback.
 */
export const responseModes = ['form_post', 'jwt', 'query.jwt', 'form_post.jwt'] as const;

export type ResponseMode = (typeof responseModes)[number];

/** Whether all of the answer is in a signed JWT (JARM). */
export const isSignedMode = (mode: ResponseMode | undefined): boolean => mode?.endsWith('jwt') ?? false;

/** Whether the browser posts it. */
export const isFormMode = (mode: ResponseMode | undefined): boolean => mode?.startsWith('form_post') ?? false;
