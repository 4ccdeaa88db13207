import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as Playwright from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { packageApp, root } from '../../scripts/package';
import { Scene } from '../app/support/scene';
import { startBrowserServer } from './browserServer';

/*
 * `npm run pictures`: the pictures of the pages for administrators in docs/images, and those of the marketplace's listing in
 * marketplace/pictures, taken of the local workspace.
 */

const pages = {
	'admin-status': 'admin',
	'admin-providers': 'admin/providers',
	'admin-setup': 'admin/setup?provider=okta&done=saved',
	'admin-attempts': 'admin/attempts',
	'admin-people': 'admin/people',
} as const;

/** What the marketplace asks for: its guide to pictures says one size, its portal the other. */
const sizes = [
	[960, 540],
	[1200, 600],
] as const;

const listing = JSON.parse(readFileSync(path.join(root, 'marketplace', 'listing.json'), 'utf8')) as {
	readonly pictures: ReadonlyArray<{ readonly file: string; readonly page: string; readonly headline: string }>;
};

/** Pixels of the headline above each, and how much more than its size of a page is on it. */
const [headlineHeight, scale] = [84, 1.3];

/** The pictures of the listing: a headline, and below it the upper part of a page. */
async function forMarketplace(browser: Browser, scene: Scene, reference: string): Promise<void> {
	for (const [width, height] of sizes) {
		const viewport = { width: Math.round(width * scale), height: Math.round((height - headlineHeight) * scale) };
		const page = await (await browser.newContext({ viewport })).newPage();
		const frame = await (await browser.newContext({ viewport: { width, height } })).newPage();
		for (const { file, page: address, headline } of listing.pictures) {
			if (address === 'login') {
				await page.goto(`${scene.workspace.url}/login`);
				await page.getByRole('button', { name: /Sign in with/ }).scrollIntoViewIfNeeded();
			} else {
				if (!page.url().includes('/admin')) await signIn(page, scene);
				await page.goto(scene.url(address.replace('{reference}', reference)));
				await page.getByRole('navigation').waitFor();
			}
			const shot = (await page.screenshot()).toString('base64');
			await frame.setContent(`<!doctype html>
				<body style="margin:0;background:#00297a;color:#fff;font:600 30px/${headlineHeight}px sans-serif;text-align:center">
				${headline}<img style="display:block;width:100%" alt="" src="data:image/png;base64,${shot}">`);
			await frame.screenshot({ path: path.join(root, 'marketplace', 'pictures', `${file}-${width}x${height}.png`) });
		}
	}
}

async function signIn(page: Page, { workspace }: Scene): Promise<void> {
	await page.goto(`${workspace.url}/login`);
	await page.locator('input[name=usernameOrEmail]').fill(workspace.admin.username);
	await page.locator('input[name=password]').fill(workspace.admin.password);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/home');
	await page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
}

/**
 * Something to show: people who came in, one who waits, and a sign-in that failed.
 *
 * @returns the reference of the latter
 */
async function live(scene: Scene): Promise<string> {
	await scene.configure({ Accounts_OAuth_Okta_secret: 'another' });
	const { reference = '' } = await scene.signIn();
	await scene.configure({ Accounts_OAuth_Okta_secret: scene.provider.clientSecret });
	await scene.settle();
	for (const name of ['robin', 'kim', 'mia']) {
		scene.provider.set({
			claims: { sub: `of-${name}`, preferred_username: name, email: `${name}@example.com`, email_verified: true },
		});
		await scene.signIn();
	}
	await scene.configure({ Accounts_OAuth_Okta_approval: true });
	scene.provider.set({ claims: { sub: 'of-noa', preferred_username: 'noa', name: 'Noa', email: 'noa@example.com' } });
	await scene.signIn();
	scene.provider.set({ claims: { sub: 'of-robin', preferred_username: 'robin', email: 'robin@example.com' } });
	await scene.signIn();
	await scene.settle();
	return reference;
}

async function main(): Promise<void> {
	await packageApp();
	const scene = await Scene.setUp({ workspace: { rateLimit: false } });
	const { chromium } = createRequire(__filename)('playwright-core') as typeof Playwright;
	const browser = await chromium.connect(await startBrowserServer());
	try {
		const reference = await live(scene);
		for (const [suffix, options] of [
			['', { viewport: { width: 1024, height: 768 } }],
			...(process.env.ALL_LOOKS
				? ([
						['-dark', { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' }],
						['-phone', { viewport: { width: 360, height: 640 }, locale: 'ar' }],
					] as const)
				: []),
		] as const) {
			const page = await (await browser.newContext(options)).newPage();
			await signIn(page, scene);
			for (const [name, address] of Object.entries(pages)) {
				await page.goto(scene.url(address));
				await page.getByRole('navigation').waitFor();
				const file = path.join(root, process.env.PICTURES ?? 'docs/images', `${name}${suffix}.png`);
				await page.screenshot({ path: file, fullPage: true });
			}
		}
		if (!process.env.PICTURES) await forMarketplace(browser, scene, reference);
	} finally {
		await browser.close();
		await scene.stop();
	}
}

void main().then(() => process.exit(0));
