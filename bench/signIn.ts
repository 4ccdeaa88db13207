import { Browser } from '../test/app/support/browser';
import type { Answer } from '../test/app/support/browser';
import { parsePage } from '../test/app/support/page';

/** An attempt that the provider has approved: the browser has yet to open the callback. */
export interface Approved {
	readonly browser: Browser;
	readonly callback: string;
}

function location(answer: Answer): string {
	const target = answer.headers.get('location');
	if (answer.status !== 303 || target === null) {
		throw new Error(`${answer.url.href}: HTTP ${answer.status}, ${parsePage(answer).code}`);
	}
	return target;
}

/** Opens the login address. @returns where the provider is asked. */
export const begin = async (browser: Browser, loginUrl: string): Promise<string> =>
	location(await browser.request(loginUrl));

export const approve = async (browser: Browser, authorization: string): Promise<Approved> => ({
	browser,
	callback: location(await browser.request(authorization)),
});

/** From the login address to the provider's answer. */
export async function approveFrom(loginUrl: string, browser = new Browser()): Promise<Approved> {
	return approve(browser, await begin(browser, loginUrl));
}

/** @throws where that is not the page at which a sign-in ends */
export async function finish({ browser, callback }: Approved): Promise<void> {
	const { status, code } = parsePage(await browser.request(callback));
	if (status !== 200) throw new Error(`A sign-in ended with HTTP ${status}, ${code}`);
}
