/** What the desktop client gives to the pages that it shows (Rocket.Chat.Electron, src/servers/preload). */
interface DesktopClient {
	/** @param url absolute, by http or https */
	readonly openInBrowser?: (url: string) => void;
}

/**
 * The way to the system's browser, where core itself signs the desktop client in by it: from 8.7 on, where "Login on web"
 * is in the form, the one button that is a child of the form itself (LoginServices.tsx). Only there core's web client gives
 * the session of a page with `loginClient=desktop` to the desktop client.
 */
export function systemBrowser(form: HTMLFormElement | null): ((url: string) => void) | undefined {
	const { RocketChatDesktop: desktop } = window as unknown as { readonly RocketChatDesktop?: DesktopClient };
	const isOffered = form !== null && Array.from(form.children).some((part) => part.matches('button'));
	return isOffered && desktop ? desktop.openInBrowser : undefined;
}
