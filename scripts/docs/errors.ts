import type { ErrorCode, NextStep } from '../../src/errors';
import { errorCodes, nextSteps } from '../../src/errors';
import { titleKey } from '../../src/texts/errorTexts';
import { textsFor } from '../../src/texts/texts';
import { Complaint } from '../program';

const { t } = textsFor('en', undefined);

const steps: Readonly<Record<NextStep, string>> = {
	tryAgain: 'try again',
	waitAndTryAgain: 'wait, then try again',
	startAgain: 'start again from the login page',
	signInAnotherWay: 'sign in another way',
	useOwnAccount: 'use an account they have, or ask an admin',
	askAdmin: 'ask an admin',
	openPageAgain: 'open the page again',
	startAgainElsewhere: 'start again in the other workspace',
	askAdminElsewhere: 'ask an admin of the other workspace',
};

const columns = [
	...['code', 'stage', 'what the person sees', 'what they can do', 'a retry can help'],
	...['usual cause', 'what the admin does'],
];

/**
 * `docs/errors.md` with the columns that the table of errors knows. The last two, cause and remedy, are written by hand
 * and stay; so does everything else.
 *
 * @throws Complaint where a code has no line, or a line no code
 */
export function withErrorColumns(markdown: string): string {
	const named: string[] = [];
	const lines = markdown.split('\n').map((line) => {
		if (line.startsWith('| code |')) return row(columns);
		if (/^\|(?:-+\|)+$/.test(line)) return `|${'---|'.repeat(columns.length)}`;
		const code = /^\| `(\w+)` \|/.exec(line)?.[1];
		if (code === undefined) return line;
		if (!isCode(code)) throw new Complaint(`docs/errors.md has a line for ${code}, which is no error code.`);
		named.push(code);
		const { stage, next } = errorCodes[code];
		const [cause = '', remedy = ''] = line.split('|').slice(-3, -1);
		const known = ['`' + code + '`', stage, t(titleKey(code)), steps[next], nextSteps[next].retryHelps ? 'yes' : 'no'];
		return row([...known, cause.trim(), remedy.trim()]);
	});
	const missing = Object.keys(errorCodes).filter((code) => !named.includes(code));
	if (missing.length > 0) throw new Complaint(`docs/errors.md has no line for ${missing.join(', ')}.`);
	return lines.join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);
