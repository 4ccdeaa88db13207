import { contrast } from '../../../../src/values/buttonLook';
import { monogram } from '../../../../src/features/login-page/monogram';

const svgOf = (url: string): string => decodeURIComponent(url.replace('data:image/svg+xml,', ''));

describe('monogram', () => {
	it.each([
		['Okta', 'O'],
		['  drupal', 'D'],
		['éclair', 'É'],
		['日本', '日'],
		['😀 party', '😀'],
		['<script>', ''],
		['"quoted"', ''],
		['', ''],
	])('of %j shows %j', (name, letter) => expect(/>([^<]*)<\/text>/.exec(svgOf(monogram(name)))?.[1]).toBe(letter));

	it.each([
		['#00297A', '#FFFFFF'],
		['#ffffff', '#fffffe'],
		['#1d74f5', undefined],
		['red;background:url(//x)', 'javascript:x'],
		[undefined, undefined],
	])('can be read with the colours %j and %j', (color, labelColor) => {
		const [tile = '', ink = ''] = [...svgOf(monogram('Okta', color, labelColor)).matchAll(/fill="([^"]*)"/g)].map(
			([, fill]) => fill,
		);
		expect([tile, ink]).toEqual([expect.stringMatching(/^#[0-9a-f]{6}$/), expect.stringMatching(/^#[0-9a-f]{6}$/)]);
		expect(contrast(tile, ink)).toBeGreaterThanOrEqual(4.5);
	});
});
