import { contrast } from '../../../src/values/buttonLook';
import { html, script } from '../../../src/html/html';
import { layout, palettes } from '../../../src/html/layout';
import { textsFor } from '../../../src/texts/texts';

const parts = { nonce: 'n0nce', workspaceName: 'Example & Sons', title: 'A <page>', content: html`<p>content</p>` };

describe.each(Object.entries(palettes))('%s', (_, palette) => {
	test.each([
		['text', 'page', 4.5],
		['text', 'card', 4.5],
		['hint', 'card', 4.5],
		['link', 'card', 4.5],
		['primaryText', 'primary', 4.5],
		['primaryText', 'primaryHover', 4.5],
		['secondaryText', 'secondary', 4.5],
		['secondaryText', 'secondaryHover', 4.5],
		['alert', 'card', 4.5],
		['good', 'card', 4.5],
		['warning', 'card', 4.5],
		['focus', 'card', 3],
	] as const)('%s on %s', (foreground, background, least) => {
		expect(contrast(palette[foreground], palette[background])).toBeGreaterThanOrEqual(least);
	});
});

describe('layout', () => {
	test.each([
		['ar', '<html lang="ar" dir="rtl">'],
		['pt', '<html lang="pt-BR" dir="ltr">'],
	])('names language and direction: %s -> %s', (language, expected) => {
		expect(layout(textsFor(language, undefined), parts).content).toContain(expected);
	});

	const page = layout(textsFor('en', undefined), parts);

	test('says what the page is, and whose', () => {
		expect(page.content).toContain('<title>A &lt;page&gt; - Example &amp; Sons</title>');
		expect(page.content.match(/<h1>.*?<\/h1>/g)).toEqual(['<h1>A &lt;page&gt;</h1>']);
		expect(page.content).toContain('<header><bdi>Example &amp; Sons</bdi></header>');
		expect(page.content).toMatch(/<main>[^]*<p>content<\/p>[^]*<\/main>/);
	});

	test('begins with the doctype', () => {
		expect(page.content).toMatch(/^<!doctype html>/);
	});

	test('goes without the name of a workspace that has none', () => {
		const { content } = layout(textsFor('en', undefined), { ...parts, workspaceName: '' });
		expect(content).toContain('<title>A &lt;page&gt;</title>');
		expect(content).not.toContain('<header>');
	});

	test('its style runs by the nonce, and no script does', () => {
		expect(page.content.match(/<style[^>]*>/g)).toEqual(['<style nonce="n0nce">']);
		expect(page.headers['content-security-policy']).toContain("style-src 'nonce-n0nce'");
		expect(page.headers['content-security-policy']).not.toContain('script-src');
		expect(page.content).not.toMatch(/<script|style=|\son\w+=/);
	});

	test('a script runs by the nonce', () => {
		const { content, headers } = layout(textsFor('en', undefined), {
			...parts,
			script: script<string>('n0nce', '(function(data){})', 'x'),
		});
		expect(content.match(/<script[^>]*>/g)).toEqual(['<script nonce="n0nce">']);
		expect(headers['content-security-policy']).toContain("script-src 'nonce-n0nce'");
	});

	test('status and further headers', () => {
		expect(page.status).toBe(200);
		expect(layout(textsFor('en', undefined), { ...parts, status: 429, headers: { 'retry-after': '5' } })).toMatchObject(
			{
				status: 429,
				headers: { 'retry-after': '5', 'cache-control': 'no-store' },
			},
		);
	});
});
