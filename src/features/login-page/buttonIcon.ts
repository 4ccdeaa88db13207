import brandIcons from 'brand-icons';
import { readableLabelColor, sanitiseColor, sanitisePicture } from '../../values/buttonLook';

/** What a drawing is on where the admin gave the button no colour. */
const neutral = '#6c727a';

export interface Drawn {
	/** The admin's picture, as they wrote it. */
	readonly picture: string;
	/** Ids of a preset and of a provider: the first that has a mark counts. */
	readonly brands: readonly string[];
	readonly color: string;
	readonly labelColor: string;
}

/**
 * The drawing on a button: the admin's picture; else the provider's mark, in the colour of the label; else the first letter
 * of its name on a tile.
 *
 * @returns an image as a `data:` URL
 */
export function buttonIcon(name: string, { picture, brands, color, labelColor }: Drawn): string {
	const own = sanitisePicture(picture);
	if (own) return own;
	const background = sanitiseColor(color);
	const label = background && readableLabelColor(background, labelColor);
	const mark = markOf(brands);
	if (!mark) return svg(letterOn(label ?? neutral, background ?? '#ffffff', name));
	if (label) return svg(`<path fill="${label}" d="${mark}"/>`);
	return svg(markOn(neutral, '#ffffff', mark));
}

/** The same where there is no button behind it: in the colour of the button, with the label's colour on it. */
export function tileIcon(name: string, { picture, brands, color, labelColor }: Drawn): string {
	const own = sanitisePicture(picture);
	if (own) return own;
	const background = sanitiseColor(color) ?? neutral;
	const ink = readableLabelColor(background, labelColor);
	const mark = markOf(brands);
	return svg(mark ? markOn(background, ink, mark) : letterOn(background, ink, name));
}

const markOf = (brands: readonly string[]): string | undefined =>
	brands.map((id) => (Object.hasOwn(brandIcons, id) ? brandIcons[id] : undefined)).find(Boolean);

const markOn = (background: string, ink: string, mark: string): string =>
	`${tile(background)}<path fill="${ink}" transform="translate(4.8 4.8) scale(.6)" d="${mark}"/>`;

const tile = (fill: string): string => `<rect width="24" height="24" rx="5" fill="${fill}"/>`;

function letterOn(background: string, ink: string, name: string): string {
	const letter = [...name.trim()][0]?.toUpperCase() ?? '';
	const font = 'font-family="system-ui,sans-serif" font-size="16" font-weight="700"';
	return `${tile(background)}<text x="12" y="17.5" text-anchor="middle" ${font} fill="${ink}">${letter.replace(/[<>&"']/g, '')}</text>`;
}

/** Escaped no more than a URL needs, for the sake of its size. */
function svg(content: string): string {
	const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${content}</svg>`;
	return `data:image/svg+xml,${text.replace(/[<>#%"]|[^\x20-\x7e]/gu, encodeURIComponent)}`;
}
