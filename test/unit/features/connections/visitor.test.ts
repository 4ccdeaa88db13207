import vm from 'node:vm';
import { sameVisitor } from '../../../../src/features/connections/visitor';

const again = '/connections?proof=session';

/** What the script of Alice's page does in a browser with these sessions. @returns where it leads */
function leadsTo(local: Record<string, string>, session: Record<string, string> = {}): string[] {
	const element = String(sameVisitor('n', 'alice', again));
	const source = /<script[^>]*>([^]*)<\/script>/.exec(element)![1]!;
	const storage = (items: Record<string, string>) => ({ getItem: (name: string) => items[name] ?? null });
	const seen: string[] = [];
	const location = { replace: (url: string) => seen.push(url) };
	const window = { localStorage: storage(local), sessionStorage: storage(session), location };
	vm.runInNewContext(source, { window });
	return seen;
}

const sessionOf = (userId: string) => ({ 'Meteor.userId': userId, 'Meteor.loginToken': 'T0ken' });

test.each<[string, Record<string, string>, Record<string, string>, boolean]>([
	['the same account', sessionOf('alice'), {}, true],
	['the same account, for as long as the window is open', {}, sessionOf('alice'), true],
	['another account', sessionOf('bob'), {}, false],
	['another account, for as long as the window is open', {}, sessionOf('bob'), false],
	['nobody', {}, {}, false],
	['nobody, but the name of the last one', { 'Meteor.userId': 'alice' }, {}, false],
	['another account, beside the name of the last one', { 'Meteor.userId': 'alice' }, sessionOf('bob'), false],
])('a page stays where the browser is signed in to %s', (_name, local, session, stays) => {
	expect(leadsTo(local, session)).toEqual(stays ? [] : [again]);
});
