/**
 * What a spreadsheet would take for a formula (OWASP, CSV injection): a quote in front makes it text. A spreadsheet with
 * another separator, as in German or French, begins a cell behind each semicolon or tab inside the text as well.
 */
const formula = /^(?=[\t\r])|(^|[;,|\t\r\n])(?=[ \u00a0"']*[=+\-@＝＋－＠])/g;

const cell = (value: string): string =>
	`"${value.replace(formula, (separator) => `${separator}'`).replace(/"/g, '""')}"`;

/** RFC 4180, with a byte order mark, by which spreadsheets know UTF-8. No cell is taken for a formula. */
export const csv = (rows: ReadonlyArray<readonly string[]>): string =>
	`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
