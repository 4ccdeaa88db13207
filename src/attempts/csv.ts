/** What a spreadsheet would take for a formula (OWASP, CSV injection): a quote in front makes it text. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string): string => `"${(formula.test(value) ? `'${value}` : value).replace(/"/g, '""')}"`;

/** RFC 4180, with a byte order mark, by which spreadsheets know UTF-8. No cell is taken for a formula. */
export const csv = (rows: ReadonlyArray<readonly string[]>): string =>
	`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
