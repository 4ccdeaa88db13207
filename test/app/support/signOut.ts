import type { Answer, Browser } from './browser';
import type { Scene } from './scene';

/** Opens the sign-out page and posts its form, as its script does once core has ended the browser's sessions. */
export async function signOut(scene: Scene, browser: Browser): Promise<Answer> {
	const { body } = await browser.request(scene.url('logout'));
	const [, form = ''] = /"form":"([\w-]+)"/.exec(body) ?? [];
	return browser.request(scene.url('logout'), {
		method: 'POST',
		body: new URLSearchParams({ form }),
		headers: { 'sec-fetch-site': 'same-origin' },
	});
}
