import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Playwright from 'playwright-core';
import type { Page } from 'playwright-core';
import { packageApp, root } from '../../scripts/package';
import { Scene } from '../app/support/scene';
import { startBrowserServer } from './browserServer';

/*
 * `npm run pictures`: the pictures of the pages for administrators in docs/images, taken of the local workspace.
 */

const pages = {
	'admin-status': 'admin',
	'admin-providers': 'admin/providers',
	'admin-setup': 'admin/setup?provider=okta&done=saved',
	'admin-attempts': 'admin/attempts',
	'admin-people': 'admin/people',
} as const;

async function signIn(page: Page, { workspace }: Scene): Promise<void> {
	await page.goto(`${workspace.url}/login`);
	await page.locator('input[name=usernameOrEmail]').fill(workspace.admin.username);
	await page.locator('input[name=password]').fill(workspace.admin.password);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/home');
	await page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
}

/** Something to show: people who came in, one who waits, and one who was refused. */
async function live(scene: Scene): Promise<void> {
	for (const name of ['robin', 'kim', 'mia']) {
		scene.provider.set({
			claims: { sub: `of-${name}`, preferred_username: name, email: `${name}@example.com`, email_verified: true },
		});
		await scene.signIn();
	}
	await scene.configure({ Accounts_OAuth_Okta_approval: true });
	scene.provider.set({ claims: { sub: 'of-noa', preferred_username: 'noa', name: 'Noa', email: 'noa@example.com' } });
	await scene.signIn();
	await scene.settle();
}

async function main(): Promise<void> {
	await packageApp();
	const scene = await Scene.setUp({ workspace: { rateLimit: false } });
	const { chromium } = createRequire(__filename)('playwright-core') as typeof Playwright;
	const browser = await chromium.connect(await startBrowserServer());
	try {
		await live(scene);
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
	} finally {
		await browser.close();
		await scene.stop();
	}
}

void main().then(() => process.exit(0));
