import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { Page, PageData } from '../html/layout';
import { newNonce } from '../html/headers';
import type { Texts } from '../texts/texts';
import { textsFor } from '../texts/texts';
import type { Workspace } from '../settings/workspace';
import { readWorkspace } from '../settings/workspace';
import type { Call } from './endpoint';

/** A page, and what the browser is to remember or forget. */
export function respond({ status, headers, content }: Page, setCookies: readonly string[] = []): IApiResponse {
	return { status, headers: withCookies(headers, setCookies), content };
}

/** 303, so that nothing that was posted is posted again elsewhere (RFC 9700 §4.12). */
export function redirect(location: string, setCookies: readonly string[] = []): IApiResponse {
	const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
	return { status: 303, headers: withCookies(headers, setCookies), content: '' };
}

/** The server passes a list of values on as several headers, though the engine's type knows single ones only. */
export function withCookies(headers: Record<string, string>, setCookies: readonly string[]): Record<string, string> {
	return setCookies.length === 0 ? headers : { ...headers, 'set-cookie': setCookies as unknown as string };
}

export interface PageContext extends PageData {
	readonly texts: Texts;
	readonly workspace: Workspace;
}

/** What every page needs: the reader's language, the workspace, a nonce. */
export async function pageContext({ request, ports }: Call): Promise<PageContext> {
	const workspace = await readWorkspace(ports.serverSettings);
	return {
		workspace,
		workspaceName: workspace.name,
		nonce: newNonce(),
		texts: textsFor(header(request.headers, 'accept-language'), workspace.language),
	};
}

/** One header as text. */
export function header(headers: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
	const value = headers?.[name];
	return typeof value === 'string' ? value : undefined;
}
