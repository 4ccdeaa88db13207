import type { ClientConfig } from '../publicSettings';
import { arrival } from './arrival';
import { homePage } from './homePage';
import { loginPage } from './loginPage';
import { legalPage, notFoundPage } from './otherPages';
import { ClientRouter, pageAt } from './router';
import { Session } from './session';

declare global {
	interface Window {
		/** What custom scripts may use of Meteor's client. */
		Meteor: {
			userId(): string | null;
			loginWithToken(token: string, callback?: (error?: Error) => void): void;
			logout(callback?: () => void): void;
		};
	}
}

const config: ClientConfig = JSON.parse(document.getElementById('client-config')?.textContent ?? '');
const root = document.getElementById('react-root');
const storage = config.settings.Accounts_ForgetUserSessionOnWindowClose ? sessionStorage : localStorage;

let started = false;
/** For whom custom scripts were told of this page; null while the page is none that they hear of. */
let announced: string | undefined | null = null;
const session = new Session(storage, () => {
	if (started) show();
});

window.Meteor = {
	userId: () => session.user?._id ?? null,
	loginWithToken: (token, callback) =>
		void session.loginWithToken(token).then(
			() => callback?.(),
			(error) => callback?.(error),
		),
	logout: (callback) => void session.logout().then(() => callback?.()),
};

void start();

/** A page that arrives with a session is never shown, nor announced to custom scripts, as logged out. */
async function start(): Promise<void> {
	const { token, address } = arrival(location, config.line);
	await session.start();
	const accepted =
		token === undefined ||
		(await session.loginWithToken(token).then(
			() => true,
			() => false,
		));
	if (accepted) history.replaceState(null, '', address);
	started = true;
	new ClientRouter(show);
	show();
}

/** Shows what is at the page's address, to whom it is shown. */
function show(): void {
	const { user } = session;
	const kind = pageAt(location.pathname);
	if (kind !== 'main') {
		announced = null;
		root?.replaceChildren(...(kind === 'legal' ? legalPage(location.pathname) : notFoundPage()));
		return;
	}
	// Custom scripts hear of the change first: at that moment the form is not there yet, as in core.
	if (announced !== user?._id)
		window.dispatchEvent(new Event(user ? 'Custom_Script_Logged_In' : 'Custom_Script_Logged_Out'));
	announced = user?._id;
	if (user && location.pathname === '/register') history.replaceState(null, '', '/home');
	root?.replaceChildren(...(user ? homePage(session, user, config) : loginPage(session, config)));
}
