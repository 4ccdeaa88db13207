/** Longest text on a button, in characters. */
const maxLabelLength = 60;

/** Longest picture, in characters of its `data:` URL: every visitor of the login page downloads it. */
const maxPictureLength = 16_384;

/** WCAG 2.2, 1.4.3: contrast of text. */
const minContrast = 4.5;

/**
 * A colour that an admin entered: `#rgb` or `#rrggbb`, made `#rrggbb` in lower case. Names, functions and everything
 * else that a style could take are refused.
 */
export function sanitiseColor(value: unknown): string | undefined {
	const match = typeof value === 'string' ? /^\s*#([0-9a-f]{3}|[0-9a-f]{6})\s*$/i.exec(value) : null;
	const digits = match?.[1]?.toLowerCase();
	return digits && `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/**
 * A picture that an admin entered: a `data:` URL (RFC 2397) of a PNG, WebP or SVG. An SVG is shown by `<img>` only, where a
 * browser runs no script in it and loads nothing else for it (SVG 2 §2.7.1, secure static mode).
 */
export function sanitisePicture(value: unknown): string | undefined {
	const url = typeof value === 'string' ? value.trim() : '';
	if (url.length > maxPictureLength) return undefined;
	const bitmap = /^data:image\/(?:png;base64,iVBORw0KGgo|webp;base64,UklGR)[A-Za-z0-9+/]*={0,2}$/;
	const vector = /^data:image\/svg\+xml(?:;charset=utf-8|;utf8)?(?:;base64,[A-Za-z0-9+/]+={0,2}|,[\x20-\x7e]+)$/i;
	return bitmap.test(url) || vector.test(url) ? url : undefined;
}

/**
 * A text for a button: without control characters, bidirectional controls and invisible characters that could make it
 * look like another text (UTR #36 §2), one line, at most 60 characters. Joiners stay: scripts and emoji need them.
 */
export function sanitiseLabel(text: string): string {
	const visible = text
		.replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\r]+/gu, ' ')
		.replace(/[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '')
		.trim();
	return Array.from(visible).slice(0, maxLabelLength).join('').trim();
}

/** The admin's label colour if it can be read on the background, else black or white, whichever reads better. */
export function readableLabelColor(background: string, wanted?: string): string {
	const label = sanitiseColor(wanted);
	if (label && contrast(background, label) >= minContrast) {
		return label;
	}
	return contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000';
}

/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
	const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
		const channel = parseInt(color.slice(start, start + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
