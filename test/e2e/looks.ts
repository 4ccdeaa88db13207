import AxeBuilder from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';

/** In which a page is to be as good as in any other. */
export const looks: [string, BrowserContextOptions][] = [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['Arabic', { locale: 'ar' }],
];

/** Has axe find nothing on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
	// Legacy: in the page itself. No page of ours has a frame, for which axe would open a page of its own each time.
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
}
