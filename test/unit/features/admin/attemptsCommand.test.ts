import { AttemptLog } from '../../../../src/attempts/attemptLog';
import { personOf } from '../../../../src/identity/person';
import { attempts } from '../../../../src/features/admin/attemptsCommand';
import { textsFor } from '../../../../src/texts/texts';
import { CoreAccounts } from '../../support/core';
import { portsWith } from '../../support/ports';
import { replyText } from '../../support/reply';

const texts = textsFor('en', undefined);
const admin = { id: 'admin', username: 'ada', kind: 'person', active: true, roles: ['admin'], emails: [] } as const;

async function shown(...args: string[]): Promise<string> {
	const ports = portsWith({ directory: new CoreAccounts(), now: () => Date.UTC(2026, 0, 2, 3, 4) });
	const person = personOf({ username: '[sign in](https://evil.example) `#all' });
	await new AttemptLog(ports).add({ code: 'username_taken', provider: 'okta', person }, 'ABCDEFGH');
	return replyText(await attempts.run({ args, caller: admin, typed: true, texts, ports }))!;
}

test('is for admins only', () => {
	expect(attempts.adminOnly).toBe(true);
});

test.each<[string, string[]]>([
	['in the list', []],
	['in full', ['ABCDEFGH']],
])('what somebody calls themself means nothing in a message, %s', async (_name, args) => {
	expect(await shown(...args)).toContain('`[sign in](https://evil.example)  #all`');
});
