import type { ClientConfig } from '../publicSettings';
import { arrival } from './arrival';
import { homePage } from './homePage';
import { loginPage } from './loginPage';
import type { DesktopClient } from './loginServices';
import { legalPage, notFoundPage, skeleton } from './otherPages';
import { handOver, wantedByOtherClient } from './otherClients';
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
		/** In the desktop client. */
		RocketChatDesktop?: DesktopClient;
	}
}

const config: ClientConfig = JSON.parse(document.getElementById('client-config')?.textContent ?? '');
const root = document.getElementById('react-root');
const storage = config.settings.Accounts_ForgetUserSessionOnWindowClose ? sessionStorage : localStorage;

let started = false;
/** Whether a skeleton is shown instead of the form. */
let awaited = false;
let router: ClientRouter | undefined;
/** For whom custom scripts were told of this page; null while the page is none that they hear of. */
let announced: string | undefined | null = null;
const session = new Session(storage, config.kind, () => {
	if (started) show();
});

if (config.kind === 'meteor') {
	window.Meteor = {
		userId: () => session.user?._id ?? null,
		loginWithToken: (token, callback) =>
			void session.loginWithToken(token).then(
				() => callback?.(),
				(error) => callback?.(error),
			),
		logout: (callback) => void session.logout().then(() => callback?.()),
	};
} else {
	window.addEventListener('storage', () => {
		if (started && session.isAwaited !== awaited) show();
	});
}

void start();

/**
 * Up to 8.x, a page that arrives with a session is never shown, nor announced to custom scripts, as logged out. In 9.x it
 * is logged out until the server has taken the stored session.
 */
async function start(): Promise<void> {
	const { token, address } = arrival(location, config.line);
	const arrived = new URLSearchParams(location.search);
	if (token === undefined) history.replaceState(null, '', address);
	if (config.kind === 'vite') begin();
	await session.start();
	if (token !== undefined && isForOtherClient()) {
		handOver({ authToken: token, userId: arrived.get('userId') ?? '' });
	} else if (token !== undefined) {
		await session.loginWithToken(token).then(
			() => history.replaceState(null, '', address),
			() => undefined,
		);
	}
	if (config.kind === 'meteor') begin();
}

const isForOtherClient = (): boolean => config.kind === 'vite' && wantedByOtherClient(location);

function begin(): void {
	started = true;
	router = new ClientRouter(show);
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
	awaited = session.isAwaited;
	if (awaited) root?.replaceChildren(...skeleton());
	else root?.replaceChildren(...(user ? homePage(session, user, config) : loginPage(session, config)));
	if (session.credentials && isForOtherClient() && !new URLSearchParams(location.search).has('resumeToken')) {
		handOver(session.credentials);
		router?.go('/home');
	}
}
