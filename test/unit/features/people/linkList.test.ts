import type { LinkList } from '../../../../src/features/people/linkList';
import { maximumRows, parseLinkList } from '../../../../src/features/people/linkList';

const row = (provider: string, subject: string, username: string) => ({ provider, subject, username });
const ann = row('drupal', '7', 'ann');
const bob = row('ips4', '00x', 'bob');

test.each<[string, string, LinkList]>([
	['lines', 'drupal,7,ann\nips4,00x,bob', { rows: [ann, bob] }],
	['lines under a header', 'Provider, Subject, Username\r\ndrupal,7,ann\r\n', { rows: [ann] }],
	['lines with a byte order mark', '\uFEFFprovider,subject,username\ndrupal,7,ann', { rows: [ann] }],
	['empty lines between', '\n\ndrupal,7,ann\n\n  \nips4,00x,bob\n', { rows: [ann, bob] }],
	['spaces and capitals', ' Drupal , 7 , @ann ', { rows: [ann] }],
	['a line that is quoted', '"drupal","7","ann" \n"ips4",00x,bob', { rows: [ann, bob] }],
	['a comma and a quote in an id', 'drupal,"a,""b",ann', { rows: [row('drupal', 'a,"b', 'ann')] }],
	['a username with capitals', 'drupal,7,Ann', { rows: [row('drupal', '7', 'Ann')] }],
	['an id with zeros before it', 'drupal,007,ann', { rows: [row('drupal', '007', 'ann')] }],
	['nothing but a header', 'provider,subject,username', { rows: [] }],
	['nothing', ' \n ', { problem: 'empty' }],
	['a column too few', 'drupal,7,ann\ndrupal,7', { problem: 'not_readable', line: 2 }],
	['a column too many', 'drupal,7,ann,x', { problem: 'not_readable', line: 1 }],
	['an empty id', 'drupal,,ann', { problem: 'not_readable', line: 1 }],
	['a field that goes on in the next line', 'drupal,\n7,ann', { problem: 'not_readable', line: 1 }],
	['an open quote', 'drupal,"7,ann', { problem: 'not_readable' }],
	['a quote in the middle', 'drupal,7"8,ann', { problem: 'not_readable' }],
	['another separator', 'drupal;7;ann', { problem: 'not_readable', line: 1 }],
	[
		'JSON',
		'[{"provider":"drupal","subject":7,"username":"ann"},{"provider":"ips4","subject":"00x","username":"bob"}]',
		{ rows: [ann, bob] },
	],
	['JSON with more in it', '[{"provider":"drupal","subject":"7","username":"ann","x":1}]', { rows: [ann] }],
	[
		'JSON with an id that it can’t hold',
		'[{"provider":"drupal","subject":12345678901234567890,"username":"ann"}]',
		{ problem: 'not_readable', line: 1 },
	],
	[
		'JSON with a query for an id',
		'[{"provider":"drupal","subject":{"$ne":1},"username":"ann"}]',
		{ problem: 'not_readable', line: 1 },
	],
	['JSON of something else', '[["drupal","7","ann"]]', { problem: 'not_readable', line: 1 }],
	['JSON that is none', '[{"provider":', { problem: 'not_readable' }],
	['an object', '{"provider":"drupal"}', { problem: 'not_readable' }],
	[
		'too many',
		Array(maximumRows + 1)
			.fill('drupal,7,ann')
			.join('\n'),
		{ problem: 'too_long' },
	],
])('%s', (_name, text, expected) => {
	expect(parseLinkList(text)).toEqual(expected);
});

test('reads a long list without going over it again and again', () => {
	expect(parseLinkList(`${'"'.repeat(200_001)}`)).toEqual({ problem: 'not_readable' });
	expect(parseLinkList(`${' '.repeat(200_000)}x`)).toEqual({ problem: 'not_readable', line: 1 });
	expect(parseLinkList(`a${'\n'.repeat(200_000)}`)).toEqual({ problem: 'not_readable', line: 1 });
});
