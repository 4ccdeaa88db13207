const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
	'`': '&#96;',
};

/** A text as it is in HTML and in XML, between elements and inside a quoted attribute. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"'`]/g, (character) => entities[character]!);
