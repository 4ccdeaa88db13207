import { getDotPath } from 'valibot';
import type { BaseIssue } from 'valibot';

import { cleanText } from './foreignText';

/** `token_type is missing`: what is wrong with which member, without its value. */
export function describeIssue(issue: BaseIssue<unknown>): string {
	return cleanText(`${getDotPath(issue) ?? 'document'} ${issue.input === undefined ? 'is missing' : issue.message}`);
}
