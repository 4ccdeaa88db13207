import fc from 'fast-check';
import { html, linkTarget, script } from '../../../src/html/html';
import type { BrowserScript } from '../../../src/html/inline';
import { callScript, scriptLiteral } from '../../../src/html/inline';

const hostile = `<img src=x onerror="alert('1')"> & \`code\``;
const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &#96;code&#96;';

describe('html', () => {
	test.each([
		['text', html`<p>${hostile}</p>`, `<p>${escaped}</p>`],
		['an attribute', html`<p title="${hostile}"></p>`, `<p title="${escaped}"></p>`],
		['a number', html`${0}`, '0'],
		['nothing', html`[${null}${undefined}${false}${''}]`, '[]'],
		['markup', html`<b>${html`<i>${'<'}</i>`}</b>`, '<b><i>&lt;</i></b>'],
		['a list', html`${['<', html`<br />`, ['>', null]]}`, '&lt;<br />&gt;'],
		['an empty list', html`[${[]}]`, '[]'],
		['something that only looks like markup', html`${{ markup: '<b>' } as unknown as string}`, '[object Object]'],
		['something with a text of its own', html`${{ toString: () => '<b>' } as unknown as string}`, '&lt;b&gt;'],
	])('%s', (_, actual, expected) => {
		expect(String(actual)).toBe(expected);
	});

	test('no text gets out of its place', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(String(html`${text}`)).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
			}),
		);
	});
});

describe('script', () => {
	const source: BrowserScript<string> = '(function(data){})';

	test.each(['</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028\u2029', `"'\\`, '&lt;/script&gt;'])(
		'%j stays a string',
		(value) => {
			const literal = scriptLiteral({ value });
			expect(literal).not.toMatch(/[<>&\u2028\u2029]/);
			expect(JSON.parse(literal)).toEqual({ value });
		},
	);

	test('carries the nonce and the call', () => {
		expect(String(script('n0nce', source, '</script>'))).toBe(
			`<script nonce="n0nce">${callScript(source, '</script>')}</script>`,
		);
		expect(callScript(source, '</script>')).toBe('(function(data){})("\\u003c/script\\u003e");');
	});
});

describe('linkTarget', () => {
	test.each([
		'/',
		'/home',
		'/sub/home?a=b&c#d',
		'https://chat.example.com/home',
		'http://localhost:3000/api/apps/public/x/login/okta?style=popup',
		'HTTPS://chat.example.com',
	])('%s stays', (url) => {
		expect(linkTarget(url)).toBe(url);
	});

	test.each([
		'',
		'home',
		'//evil.example',
		'/\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'\\\\evil.example',
		'javascript:alert(1)',
		' javascript:alert(1)',
		'data:text/html,x',
		'vbscript:x',
		'https:evil',
		'https://a\\@evil.example',
		'/x y',
		'/x\u0000',
	])('%j becomes the start page', (url) => {
		expect(linkTarget(url)).toBe('/');
	});
});
