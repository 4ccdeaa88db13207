import type { Page } from 'playwright-core';
import { expectAccessible, looks } from './looks';
import { Stage } from './stage';

/*
 * The page for administrators, with its own script.
 */

const stage = new Stage({
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect' },
});

/** As an admin who is signed in to the workspace in this browser. */
async function open(page: Page, path = 'admin/settings'): Promise<void> {
	const { url, admin } = stage.scene.workspace;
	await page.goto(`${url}/login`);
	await page.locator('input[name=usernameOrEmail]').fill(admin.username);
	await page.locator('input[name=password]').fill(admin.password);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/home');
	await page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
	await page.goto(stage.scene.url(path));
	await page.getByRole('navigation').waitFor();
}

const paths = [
	...[
		'admin',
		'admin/providers',
		'admin/setup?provider=okta',
		'admin/attempts',
		'admin/people',
		'admin/missing',
		'admin/settings',
	],
];

const everyLook: typeof looks = [...looks, ['forced colours', { forcedColors: 'active' }]];

test.each(everyLook)('%s: nothing that axe objects to', async (_look, options) => {
	const { page, errors } = await stage.arrive(options);
	await open(page);
	for (const path of paths) {
		await page.goto(stage.scene.url(path));
		await expectAccessible(page);
	}
	expect(errors).toEqual([]);
});

test.each(['en', 'de', 'ar'])('%s: fits a small screen', async (locale) => {
	const { page } = await stage.arrive({ locale, viewport: { width: 360, height: 640 } });
	await open(page);
	for (const path of paths) {
		await page.goto(stage.scene.url(path));
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect([path, overflow]).toEqual([path, 0]);
	}
});

test('the reference of an error leads an admin to the attempt, and says nothing of that to anybody else', async () => {
	const { page } = await stage.arrive();
	const failing = stage.scene.url('callback/okta?state=unknown&code=x');
	await page.goto(failing);
	await expect(page.locator('.details dd a').count()).resolves.toBe(0);
	await open(page, 'admin');
	await page.goto(failing);
	await expectAccessible(page);
	await page.getByRole('link', { name: 'state_invalid' }).waitFor();
	const link = page.getByRole('link', { name: /^[2-9A-HJ-NP-Z]{8}$/ });
	const reference = await link.innerText();
	await link.click();
	await page.getByRole('navigation').waitFor();
	await page.locator('main').getByText(reference).waitFor();
	await page.getByText('state_invalid').waitFor();
	await page.goto(stage.scene.url('admin/attempts'));
	await page.getByLabel('Reference').fill(reference.toLowerCase());
	await page.getByRole('button', { name: 'Look up' }).click();
	await page.waitForURL('**/admin/attempts?ref=*');
	await page.locator('main').getByText(reference).waitFor();
});

test('a file is shown before it is imported', async () => {
	const { page } = await stage.arrive();
	await open(page);
	const file = {
		format: 'oauth-login',
		version: 1,
		settings: { Accounts_OAuth_Okta_button_label_text: 'Company sign-in' },
	};
	await page.locator('textarea').fill(JSON.stringify(file));
	await page
		.locator('form', { has: page.locator('textarea') })
		.getByRole('button', { name: 'Show what would change' })
		.click();
	await page.getByText('Company sign-in').waitFor();
	await expectAccessible(page);
	await page.locator('button.primary').click();
	await page.getByText('1 settings and 0 connections are imported').waitFor();
	await expectAccessible(page);
});

test('a file of any size is imported by one choice and one confirmation, and comes out as one file', async () => {
	const { page, errors } = await stage.arrive();
	const { users } = stage.scene.workspace.store;
	const admin = [...users.values()].find(({ roles }) => roles.includes('admin'))!;
	const links = Array.from({ length: 400 }, (_, n) => {
		const [userId, username] = [`crowd${n}`, `crowd${n}`];
		users.set(userId, { ...structuredClone(admin), _id: userId, username, roles: ['user'], emails: [], services: {} });
		const identity = { provider: 'okta', issuer: stage.scene.provider.issuer, subject: `of-${username}` };
		return { ...identity, userId, username, generation: 0, linkedAt: 1 };
	});
	await open(page);
	const content = JSON.stringify({ format: 'oauth-login', version: 1, links }, null, '\t');
	const form = page.locator('form', { has: page.locator('textarea') });
	await form.locator('input[type=file]').setInputFiles({
		...{ name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(content) },
	});
	await form.getByRole('button', { name: 'Show what would change' }).click();
	await page.getByText('400 connections would be made').waitFor();
	await expectAccessible(page);
	await page.locator('button.primary').click();
	await page.getByRole('progressbar', { name: 'Import in progress' }).waitFor();
	await page.getByText('0 settings and 400 connections are imported').waitFor({ timeout: 60_000 });

	await page.goto(stage.scene.url('admin/settings'));
	await page.getByRole('button', { name: 'Download the file' }).click();
	await page.getByRole('button', { name: 'Part 4 of 4' }).waitFor();
	await expectAccessible(page);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download all as one file' }).click(),
	]);
	const stream = await download.createReadStream();
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	const exported = JSON.parse(Buffer.concat(chunks).toString()) as { links: Array<{ subject: string }> };
	const subjects = new Set(exported.links.map(({ subject }) => subject));
	expect(links.filter(({ subject }) => !subjects.has(subject))).toEqual([]);
	expect(errors).toEqual([]);
}, 120_000);
