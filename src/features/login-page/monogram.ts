import { readableLabelColor, sanitiseColor } from '../../values/buttonLook';

/** What a letter stands on where the admin gave the button no colour. */
const neutral = '#6c727a';

/**
 * A drawing for a button: the first letter of the provider's name on a tile, in the button's colours turned round. The
 * marks of the providers are theirs, and come with terms of their own.
 *
 * @returns an image as a `data:` URL
 */
export function monogram(name: string, color?: string, labelColor?: string): string {
	const letter = [...name.trim()][0]?.toUpperCase() ?? '';
	const background = sanitiseColor(color);
	const tile = background ? readableLabelColor(background, labelColor) : neutral;
	const ink = background ?? '#ffffff';
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">` +
		`<rect width="20" height="20" rx="4" fill="${tile}"/>` +
		`<text x="10" y="14.5" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" font-weight="700" fill="${ink}">` +
		`${letter.replace(/[<>&"']/g, '')}</text></svg>`;
	return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
