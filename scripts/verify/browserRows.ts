import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { BrowserVisitor } from './browserVisitor';
import { buttonLabel, providerId, setLoginStyle } from './provider';
import { assertThat } from './report';
import type { RowId } from './report';
import type { Account, Scene } from './scene';
import { accountOf, requireUsername } from './scene';

export const browserRows = ['password', 'popup', 'redirect', 'cancelled'] as const satisfies readonly RowId[];

/** Milliseconds after which the login page's script has the app's new settings, and core's limit new room. */
const settingsDelay = 2_500;
const limitWindow = 61_000;

/** What a sign-in takes in the browser, in milliseconds from the provider's last form. */
export type BrowserTimes = Partial<Record<'popup' | 'redirect', number>>;

/** The rows that take the workspace's own web client. */
export async function tryInBrowser(
	scene: Scene,
	browser: Browser,
	options: { readonly anyCertificate: boolean },
): Promise<BrowserTimes> {
	const { report, cast, app, secrets, server, issuer } = scene;
	const { login, claims } = cast.newcomer;
	const times: BrowserTimes = {};
	const inBrowser = async (action: (visitor: BrowserVisitor) => Promise<string>): Promise<string> => {
		const setup = { url: server.url, issuer, label: buttonLabel, ...options };
		const visitor = await BrowserVisitor.arrive(browser, setup, secrets);
		try {
			return await action(visitor);
		} finally {
			await visitor.leave();
		}
	};
	const account = async (visitor: BrowserVisitor): Promise<Account> => accountOf(scene, await visitor.waitForSession());

	await report.try('password', ['begins'], () =>
		inBrowser(async (visitor) => {
			const { username, password, person } = cast.browserOwner;
			const { page } = visitor;
			await page.goto(app.url(`login/${providerId}`));
			await visitor.signInAtProvider(page, person.login);
			await page.locator('#user').fill(username);
			const answer = async (text: string): Promise<void> => {
				await page.locator('#password').fill(text);
				await page.locator('#sign-in button[type=submit]').click();
			};
			await answer('a wrong password');
			await page.locator('#trouble:not(:empty)').waitFor();
			assertThat(!(await page.evaluate<string | null>(`localStorage.getItem('Meteor.loginToken')`)), 'It signs in');
			const refusal = await page.locator('#trouble').innerText();
			await answer(password);
			const refused = page
				.locator('#trouble:not(:empty)')
				.waitFor()
				.then(
					() => true,
					() => false,
				);
			const left = page
				.waitForURL((url) => !url.pathname.includes('/api/apps/'))
				.then(
					() => false,
					() => false,
				);
			// Core's limit of logins counts the wrong password, too.
			if (await Promise.race([refused, left])) {
				await setTimeout(limitWindow);
				await answer(password);
			}
			requireUsername(await account(visitor), username);
			return refusal;
		}),
	);

	await report.try('popup', ['first'], () =>
		inBrowser(async (visitor) => {
			await visitor.openLoginPage();
			const popup = await visitor.clickForPopup();
			const approved = await visitor.signInAtProvider(popup, login);
			requireUsername(await account(visitor), claims.preferred_username);
			times.popup = Date.now() - approved;
			if (!popup.isClosed()) await popup.waitForEvent('close');
			await visitor.page.reload();
			requireUsername(await account(visitor), claims.preferred_username);
			return `ends at ${new URL(visitor.place).pathname}`;
		}),
	);

	await report.try('redirect', ['first'], () =>
		inBrowser(async (visitor) => {
			await setLoginStyle(app, 'redirect');
			await setTimeout(settingsDelay);
			await visitor.openLoginPage();
			await visitor.clickForRedirect();
			const approved = await visitor.signInAtProvider(visitor.page, login);
			requireUsername(await account(visitor), claims.preferred_username);
			times.redirect = Date.now() - approved;
			return `ends at ${new URL(visitor.place).pathname}`;
		}),
	);

	await report.try('cancelled', ['begins'], () =>
		inBrowser(async (visitor) => {
			const { page } = visitor;
			await page.goto(app.url(`login/${providerId}?style=redirect`));
			await visitor.cancelAtProvider(page);
			const code = await page.locator('code[dir=ltr]').first().innerText();
			await page.locator('#back-to-login').click();
			await page.locator('form[aria-describedby="welcomeTitle"]').waitFor();
			return code;
		}),
	);
	return times;
}
