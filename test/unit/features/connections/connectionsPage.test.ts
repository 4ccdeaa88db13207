import proveAccount from 'browser-script:proveAccount';
import { confirmPage } from '../../../../src/features/login/confirmPage';
import type { ConnectionsPageData } from '../../../../src/features/connections/connectionsPage';
import { connectionsPage, connectionsProofPage } from '../../../../src/features/connections/connectionsPage';
import { linkPage } from '../../../../src/features/connections/linkPage';
import type { ShownIdentity } from '../../../../src/features/proof/identityFacts';
import type { Page } from '../../../../src/html/layout';
import { leavingPage } from '../../../../src/html/leavingPage';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const page = { nonce: 'n0nce', workspaceName: 'Example' };
const hostile = `"><script>alert(1)</script>`;
const homeUrl = '/login';

const proof = {
	...{ ...page, challenge: 'the-challenge', action: '/confirm', path: '/sub', homeUrl },
	fields: [['attempt', 'abc']] as const,
};
const identity = { subject: 'mallory-1', emailVerified: false };
const connectionsUrl = '/connections';
const pages = {
	confirm: confirmPage(texts, { ...proof, provider: 'Okta', identity, connectionsUrl, mayBeNew: false, mayAsk: false }),
	connections: connectionsProofPage(texts, { ...proof, session: 'use' }),
	password: connectionsProofPage(texts, { ...proof, session: 'ignore' }),
};

const posted = (content: string) =>
	[...content.matchAll(/<form[^]*?<\/form>/g)].map(([form]) =>
		Object.fromEntries([...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])),
	);

describe.each(Object.entries(pages))('proving an account: %s', (_name, { content, headers }) => {
	test('username, password and code can be in no form that comes here', () => {
		const named = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => /name="([^"]*)"/.exec(input)?.[1]);
		expect(named.filter(Boolean)).toEqual(['attempt', 'nonce', 'by']);
		expect(content).toMatch(/<form id="sign-in" method="dialog" hidden>/);
	});

	test('its script may call this workspace, and nothing else', () => {
		expect(headers['content-security-policy']).toContain("connect-src 'self';");
		expect(content).toContain('"api":"/sub/api/v1/"');
	});

	test('every control has a label', () => {
		const controls = content.match(/<input(?![^>]*type="hidden")[^>]*>/g) ?? [];
		const labelled = content.match(/<label[^>]*>[^<]*<input/g) ?? [];
		expect(labelled).toHaveLength(controls.length);
	});
});

test('the page where somebody confirms carries the script for it', () => {
	expect(pages.confirm.content).toContain(`>${proveAccount}(`);
});

/** What a page says about an identity: label and value of each row. */
const facts = (content: string): string[][] =>
	[...content.matchAll(/<dt>([^<]*)<\/dt>\s*<dd><bdi>([^<]*)<\/bdi><\/dd>/g)].map(([, label = '', value = '']) => [
		label,
		value,
	]);

describe.each<[string, (identity: ShownIdentity) => Page]>([
	[
		'before an account is proven',
		(shown) =>
			confirmPage(texts, {
				...proof,
				provider: 'Okta',
				identity: shown,
				connectionsUrl,
				mayBeNew: false,
				mayAsk: false,
			}),
	],
	[
		'before an identity is connected',
		(shown) =>
			linkPage(texts, {
				...{ ...page, provider: 'Okta', username: 'ada', attempt: 'a', action: '/connections', token: 't' },
				identity: shown,
			}),
	],
])('%s', (_name, pageFor) => {
	test.each<[string, Partial<ShownIdentity>, string[][]]>([
		[
			'what anybody can call themselves is marked as that',
			{ username: 'alice', name: 'Alice', email: 'alice@corp.example' },
			[
				[texts.t('identity_unverified'), 'alice, Alice, a…@c….example'],
				[texts.t('identity_subject', { provider: 'Okta' }), '…ry-1'],
			],
		],
		[
			'what the provider vouches for stands apart',
			{ username: 'mallory', email: 'mallory@corp.example', emailVerified: true },
			[
				[texts.t('identity_email', { provider: 'Okta' }), 'm…@c….example'],
				[texts.t('identity_unverified'), 'mallory'],
				[texts.t('identity_subject', { provider: 'Okta' }), '…ry-1'],
			],
		],
		[
			'an identity of which nothing is said has an end',
			{},
			[[texts.t('identity_subject', { provider: 'Okta' }), '…ry-1']],
		],
		[
			'an address for a username is shortened, and markup is text',
			{ subject: '7', username: 'bob@mail.example.com', name: '<b>' },
			[
				[texts.t('identity_unverified'), 'b…@m….com, &lt;b&gt;'],
				[texts.t('identity_subject', { provider: 'Okta' }), '…7'],
			],
		],
	])('%s', (_what, said, expected) => {
		expect(facts(pageFor({ ...identity, ...said }).content)).toEqual(expected);
	});
});

test('before an identity is connected, both sides are named, and no is as near as yes', () => {
	const { content } = linkPage(texts, {
		...{
			...page,
			provider: 'Okta',
			username: 'ada',
			attempt: 'the-attempt',
			action: '/connections',
			token: 'the-token',
		},
		identity,
	});
	expect(content).toContain(texts.t('link_text', { provider: 'Okta', username: 'ada' }));
	expect(posted(content)).toEqual([
		{ action: 'connect', attempt: 'the-attempt', token: 'the-token' },
		{ action: 'cancel', attempt: 'the-attempt', token: 'the-token' },
	]);
});

describe('connected accounts', () => {
	const connection = { id: 'link-1', provider: 'Okta', subject: '…1234', since: new Date(0), removable: true };
	const data: ConnectionsPageData = {
		...{ ...page, username: 'ada', token: 'the-token', action: '/connections', passwordUrl: '/password', homeUrl },
		connections: [connection],
		providers: [{ id: 'okta', name: 'Okta' }],
		mayAdd: true,
		proving: [{ id: 'google', name: 'Google' }],
	};
	test('each form posts what it is for, and the token', () => {
		expect(posted(connectionsPage(texts, data).content)).toEqual([
			{ action: 'remove', link: 'link-1', token: 'the-token' },
			{ action: 'add', provider: 'okta', token: 'the-token' },
			{ action: 'finish', token: 'the-token' },
		]);
	});

	test('whoever has shown a session alone is offered to show more, and no way in', () => {
		const { content } = connectionsPage(texts, { ...data, mayAdd: false });
		expect(posted(content).map(({ action, provider }) => [action, provider])).toEqual([
			['remove', undefined],
			['again', 'google'],
			['finish', undefined],
		]);
		expect(content).toContain('href="/password"');
	});

	test('the last way in has no button, but a way to show a password', () => {
		const { content } = connectionsPage(texts, { ...data, connections: [{ ...connection, removable: false }] });
		expect(posted(content).map(({ action }) => action)).toEqual(['add', 'finish']);
		expect(content).toContain('href="/password"');
	});

	test.each<[string, Partial<ConnectionsPageData>, string]>([
		['nothing is connected', { connections: [] }, 'No account is connected to ada yet.'],
		[
			'a provider is gone',
			{ connections: [{ ...connection, provider: undefined }] },
			'A provider that no longer exists here',
		],
		['one was made', { done: 'made' }, texts.t('connections_made')],
		['one was removed', { done: 'removed' }, texts.t('connections_removed')],
		['it is long ago', {}, '…1234, connected on January 1, 1970<'],
		[
			'it was used since',
			{ connections: [{ ...connection, usedAt: Date.UTC(1970, 0, 3) }] },
			'…1234, connected on January 1, 1970, last used on January 3, 1970<',
		],
		[
			'there are two of one provider',
			{ connections: [connection, { ...connection, id: 'link-2', subject: 'b…@m….com, …5678' }] },
			`<summary>${texts.t('connections_remove', { provider: `${connection.provider} (b…@m….com, …5678)` })}</summary>`,
		],
	])('says so where %s', (_name, more, text) => {
		expect(connectionsPage(texts, { ...data, ...more }).content).toContain(text);
	});

	test('lets nothing through', () => {
		const { content } = connectionsPage(texts, {
			...{
				...data,
				username: hostile,
				token: hostile,
				action: 'javascript:alert(1)',
				passwordUrl: 'javascript:alert(2)',
			},
			connections: [{ ...connection, id: hostile, provider: hostile, subject: hostile }],
			providers: [{ id: hostile, name: hostile }],
		});
		expect(content).not.toMatch(/<script|javascript:/);
	});
});

describe('on the way to a provider', () => {
	test('the page goes by itself, and by hand', () => {
		const { headers, content } = leavingPage(texts, { ...page, url: 'https://id.example/a?b=c&d', provider: 'Okta' });
		expect(headers.refresh).toBe('0; url=https://id.example/a?b=c&d');
		expect(content).toContain('href="https://id.example/a?b=c&amp;d"');
	});

	test('it goes nowhere that is no address', () => {
		const { headers, content } = leavingPage(texts, { ...page, url: 'javascript:alert(1)', provider: hostile });
		expect(headers.refresh).toBe('0; url=/');
		expect(content).not.toMatch(/<script|javascript:/);
	});
});
