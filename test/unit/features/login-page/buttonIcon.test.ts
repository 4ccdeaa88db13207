import brandIcons from 'brand-icons';
import type { Drawn } from '../../../../src/features/login-page/buttonIcon';
import { buttonIcon } from '../../../../src/features/login-page/buttonIcon';
import { catalog } from '../../../../src/providers/catalog';
import { presets } from '../../../../src/providers/presets';
import { contrast } from '../../../../src/values/buttonLook';

const plain: Drawn = { picture: '', brands: [], color: '', labelColor: '' };
const draw = (name: string, drawn: Partial<Drawn> = {}): string =>
	decodeURIComponent(buttonIcon(name, { ...plain, ...drawn }).replace('data:image/svg+xml,', ''));
const fills = (drawing: string): string[] => [...drawing.matchAll(/fill="([^"]*)"/g)].map(([, fill]) => fill!);

describe('the letter', () => {
	it.each([
		['Okta', 'O'],
		['  drupal', 'D'],
		['éclair', 'É'],
		['日本', '日'],
		['😀 party', '😀'],
		['<script>', ''],
		['"quoted"', ''],
		['', ''],
	])('of %j is %j', (name, letter) => expect(/>([^<]*)<\/text>/.exec(draw(name))?.[1]).toBe(letter));

	it.each([
		['#00297A', '#FFFFFF'],
		['#ffffff', '#fffffe'],
		['#1d74f5', ''],
		['red;background:url(//x)', 'javascript:x'],
		['', ''],
	])('can be read with the colours %j and %j', (color, labelColor) => {
		const [tile = '', ink = ''] = fills(draw('Okta', { color, labelColor }));
		expect([tile, ink]).toEqual([expect.stringMatching(/^#[0-9a-f]{6}$/), expect.stringMatching(/^#[0-9a-f]{6}$/)]);
		expect(contrast(tile, ink)).toBeGreaterThanOrEqual(4.5);
	});
});

describe('the mark', () => {
	const mark = brandIcons.github!;

	it('is that of the preset before that of the provider, in the colour of the label', () => {
		const drawing = draw('Code', { brands: ['github', 'okta'], color: '#24292f', labelColor: '#ffffff' });
		expect(drawing).toContain(`<path fill="#ffffff" d="${mark}"/>`);
	});

	it('is drawn in a colour that can be seen on the button', () => {
		expect(fills(draw('Code', { brands: ['github'], color: '#ffee00', labelColor: '#ffffff' }))).toEqual(['#000000']);
	});

	it('has a tile where the button has no colour of its own', () => {
		const [tile = '', ink = ''] = fills(draw('Code', { brands: ['github'] }));
		expect(contrast(tile, ink)).toBeGreaterThanOrEqual(4.5);
	});

	it.each([[['apple']], [['custom', 'toString']], [['custom', '__proto__']]])('%j has none: a letter', (brands) => {
		expect(draw('Name', { brands })).toContain('>N</text>');
	});

	it('belongs to a provider or a preset that there is', () => {
		const known = [...catalog, ...presets].map(({ id }) => id);
		expect(Object.keys(brandIcons).filter((id) => !known.includes(id))).toEqual([]);
	});
});

describe('the picture of the admin', () => {
	it('goes before the mark', () => {
		const picture = 'data:image/png;base64,iVBORw0KGgoAAAA=';
		expect(buttonIcon('Code', { ...plain, picture, brands: ['github'] })).toBe(picture);
	});

	it('that is none leaves the mark', () => {
		expect(draw('Code', { picture: 'https://tracker.example/x.png', brands: ['github'] })).toContain(brandIcons.github);
	});
});
