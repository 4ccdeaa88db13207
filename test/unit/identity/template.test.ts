import fc from 'fast-check';

import type { Template } from '../../../src/identity/template';
import { evaluate, evaluateRaw, parseTemplate, values } from '../../../src/identity/template';
import type { Claims } from '../../../src/oauth/claims';

const compiled = (text: string): Template => {
	const template = parseTemplate(text);
	if ('error' in template) {
		throw new Error(`${text}: ${template.error}`);
	}
	return template;
};

const person = {
	sub: 'u-1',
	email: 'ada.lovelace@example.com',
	upn: 'ada@corp.example.com',
	empty: '',
	nothing: null,
	no: false,
	yes: true,
	zero: 0,
	half: 1.5,
	precise: 9007199254740991,
	rounded: JSON.parse('9007199254740993') as number,
	endless: JSON.parse('1e309') as number,
	long: '9007199254740993',
	given_name: 'Ada',
	family_name: 'Lovelace',
	groups: ['staff', 'chat-admins'],
	user: { first: 'Ada', emails: [{ address: 'first@example.com' }, { address: 'second@example.com' }] },
	'https://example.com/roles': ['editor'],
	'https://example.com/profile': { nick: 'ada' },
	'a.b': { c: 'longest key' },
	a: { b: { c: 'shortest key', d: 'only here' } },
};

describe('evaluate', () => {
	test.each([
		// paths
		['email', 'ada.lovelace@example.com'],
		['  email  ', 'ada.lovelace@example.com'],
		['user.first', 'Ada'],
		['groups.1', 'chat-admins'],
		['user.emails.1.address', 'second@example.com'],
		['https://example.com/profile.nick', 'ada'],
		['a.b.c', 'longest key'],
		['a.b.d', 'only here'],
		// what is no text
		['zero', '0'],
		['half', '1.5'],
		['yes', 'true'],
		['no', 'false'],
		['precise', '9007199254740991'],
		['rounded', ''],
		['endless', ''],
		['long', '9007199254740993'],
		['groups', ''],
		['user', ''],
		['nothing', ''],
		['missing', ''],
		['user.first.length', ''],
		['groups.length', ''],
		['groups.2', ''],
		['groups.-1', ''],
		['groups.01', ''],
		['email.0', ''],
		// text with braces
		['{{given_name}} {{family_name}}', 'Ada Lovelace'],
		['{{ given_name }}', 'Ada'],
		['{{given_name}}.{{family_name}}@example.com', 'Ada.Lovelace@example.com'],
		['{{given_name}} {{missing}}', 'Ada '],
		['{{missing}} {{nothing}}', ''],
		['user-{{missing}}', ''],
		['{{given_name}} | {{family_name}}', 'Ada | Lovelace'],
		['}{{given_name}}{', '}Ada{'],
		// regexes
		['{{/^(.+)@/::email}}', 'ada.lovelace'],
		['{{/@(.+)$/::email}}-{{user.first}}', 'example.com-Ada'],
		['{{ /^(.+)@/:: email }}', 'ada.lovelace'],
		['/^(.+)@/::email', 'ada.lovelace'],
		['{{/^(nobody)@/::email}}', ''],
		['{{/^(.+)$/::missing}}', ''],
		['{{/^(x)?/::email}}', ''],
		['{{/^(?:ada|bob)\\.(\\w+)/::email}}', 'lovelace'],
		['{{/^(\\w{3})/::email}}', 'ada'],
		['{{/(?<domain>[^@]+)$/::email}}', 'example.com'],
		['{{/^(\\d+)$/::zero}}', '0'],
		// fallbacks
		['missing|email', 'ada.lovelace@example.com'],
		['empty | nothing | upn', 'ada@corp.example.com'],
		['email|upn', 'ada.lovelace@example.com'],
		['zero|email', '0'],
		['rounded|long', '9007199254740993'],
		['missing|nothing', ''],
		['{{missing|given_name}}!', 'Ada!'],
		['{{/^(a|b)d/::missing|/^(a|b)d/::email}}', 'a'],
		['{{nick|/^(.+)@/::email}}', 'ada.lovelace'],
	])('%s -> %j', (text, expected) => {
		expect(evaluate(compiled(text), person)).toBe(expected);
	});

	test.each([
		'__proto__',
		'__proto__.polluted',
		'constructor',
		'constructor.name',
		'toString',
		'user.constructor.name',
	])('%s is not reachable, own or inherited', (text) => {
		const hostile = JSON.parse('{"__proto__":{"polluted":"x"},"constructor":{"name":"x"},"user":{}}') as Claims;
		for (const claims of [hostile, {}, Object.create({ toString: 'inherited', constructor: 'x' }) as Claims]) {
			expect(evaluate(compiled(text), claims)).toBe('');
			expect(evaluateRaw(compiled(text), claims)).toEqual([undefined]);
			expect(values(compiled(text), claims)).toBeUndefined();
		}
	});

	test('text longer than an address is not matched with a regex', () => {
		const template = compiled('/^(.+)@/::email');
		expect(evaluate(template, { email: `${'a'.repeat(250)}@b.cd` })).toBe('a'.repeat(250));
		expect(evaluate(template, { email: `${'a'.repeat(250)}@b.cdef` })).toBe('');
	});

	test('never says undefined or [object Object], whatever the claims are', () => {
		const templates = ['sub', 'sub|name', '{{sub}} {{a.b}}', '{{/^(.)/::sub}}', 'a.0.b'].map(compiled);
		const claims = fc.dictionary(fc.constantFrom('sub', 'name', 'a'), fc.jsonValue());
		fc.assert(
			fc.property(claims, (anything) => {
				fc.pre(!/undefined|object Object/.test(JSON.stringify(anything)));
				for (const template of templates) {
					expect(evaluate(template, anything)).not.toMatch(/undefined|\[object/);
				}
			}),
		);
	});
});

test('evaluateRaw tells true from "true", and says which value a choice took', () => {
	const claims = { flag: true, text: 'true', no: false, list: [] };
	expect(evaluateRaw(compiled('flag'), claims)).toEqual([true]);
	expect(evaluateRaw(compiled('text'), claims)).toEqual(['true']);
	expect(evaluateRaw(compiled('no|flag'), claims)).toEqual([false]);
	expect(evaluateRaw(compiled('missing|list'), claims)).toEqual([[]]);
	expect(evaluateRaw(compiled('a {{text}} b {{missing}}'), claims)).toEqual(['true', undefined]);
});

describe('parseTemplate refuses', () => {
	test.each([
		['', 'template_empty'],
		['   ', 'template_empty'],
		['a'.repeat(1001), 'template_too_long'],
		['{{email', 'brace_unclosed'],
		['{{a}} {{b', 'brace_unclosed'],
		['email}}', 'brace_unopened'],
		['{{a}} b}}', 'brace_unopened'],
		['{{}}', 'path_invalid'],
		['{{ }}', 'path_invalid'],
		['{{{a}}}', 'path_invalid'],
		['a..b', 'path_invalid'],
		['.a', 'path_invalid'],
		['a.', 'path_invalid'],
		['a|', 'path_invalid'],
		['|a', 'path_invalid'],
		['a||b', 'path_invalid'],
		['{{/^(.+)@/::}}', 'path_invalid'],
		[Array(17).fill('a').join('.'), 'path_invalid'],
		['{{/^(.+)@/:email}}', 'regex_unclosed'],
		['{{/^(.+)@/}}', 'regex_unclosed'],
		['{{/a}} {{/(b)/::c}}', 'regex_unclosed'],
		['{{/^.+@/::email}}', 'regex_without_group'],
		['{{/^(?:.+)@/::email}}', 'regex_without_group'],
		['{{/::email}}', 'regex_unclosed'],
		['{{//::email}}', 'regex_without_group'],
		['{{/(/::email}}', 'regex_invalid'],
		['{{/(a+)+$/::email}}', 'regex_too_slow'],
		['{{/(a)\\1/::email}}', 'regex_unsupported'],
		[`{{/(${'a'.repeat(200)})/::email}}`, 'regex_too_long'],
	])('%s -> %s', (text, error) => {
		expect(parseTemplate(text)).toEqual({ error });
	});
});

describe('values', () => {
	test.each<[string, Claims, string[] | undefined]>([
		['groups', { groups: ['a', 'b'] }, ['a', 'b']],
		['groups', { groups: [' a ', '', 'a', null, { x: 1 }, ['z'], 7, 'b', 'a'] }, [' a ', 'a', '7', 'b']],
		['groups', { groups: [] }, []],
		['groups', { groups: null }, undefined],
		['groups', {}, undefined],
		['groups.name', { groups: [{ name: 'a' }, { name: 'b' }, {}, 'x', null] }, ['a', 'b']],
		['groups.name', { groups: { name: 'a' } }, ['a']],
		['groups.1.name', { groups: [{ name: 'a' }, { name: 'b' }] }, ['b']],
		['groups.name', { groups: [] }, []],
		['groups.name', { groups: [{ title: 'a' }] }, undefined],
		[
			'orgs.teams.name',
			{ orgs: [{ teams: [{ name: 'a' }, { name: 'b' }] }, { teams: [{ name: 'c' }] }] },
			['a', 'b', 'c'],
		],
		['orgs.teams.name', { orgs: [{ teams: [] }] }, []],
		['orgs.teams', { orgs: [{ teams: ['a', 'b'] }, { teams: ['c'] }] }, ['a', 'b', 'c']],
		['groups.name', { groups: [[{ name: 'a' }]] }, undefined],
		['https://example.com/roles', { 'https://example.com/roles': ['editor'] }, ['editor']],
		['realm_access.roles', { realm_access: { roles: ['a'] } }, ['a']],
		['roles|groups', { roles: [], groups: ['b'] }, ['b']],
		['roles|groups', { roles: ['a'], groups: ['b'] }, ['a']],
		['roles|groups', { groups: ['b'] }, ['b']],
		['roles|groups', { roles: [] }, []],
		['/^chat-(.+)$/::groups', { groups: ['chat-admins', 'mail', 'chat-staff'] }, ['admins', 'staff']],
		['/^chat-(.+)$/::groups', { groups: ['mail'] }, []],
		['/^chat-(.+)$/::groups', {}, undefined],
		[
			'{{primaryGroup.name}}, {{secondaryGroups.name}}',
			{ primaryGroup: { name: 'Members' }, secondaryGroups: [{ name: 'Writers' }, { name: 'Members' }] },
			['Members', 'Writers'],
		],
		['{{primaryGroup.name}}{{secondaryGroups.name}}', { primaryGroup: { name: 'Members' } }, undefined],
		['groups', { groups: ['a'.repeat(255), 'b'.repeat(256)] }, ['a'.repeat(255)]],
	])('%s of %j', (text, claims, expected) => {
		expect(values(compiled(text), claims)).toEqual(expected);
	});

	test('a thousand groups are a list, more can not be told apart from half a list', () => {
		const groups = Array.from({ length: 1001 }, (_, index) => `group-${index}`);
		expect(values(compiled('groups'), { groups: groups.slice(1) })).toEqual(groups.slice(1));
		expect(values(compiled('groups'), { groups })).toBeUndefined();
		expect(values(compiled('{{groups}}{{other}}'), { groups: groups.slice(1), other: ['x'] })).toBeUndefined();
		expect(values(compiled('/^(.+)$/::groups.name'), { groups: groups.map((name) => ({ name })) })).toBeUndefined();
	});

	test('what could take too long to be matched can not be told apart from half a list', () => {
		const much = '/^(.*)(.*)(.*)x$/::groups';
		const groups = (count: number, length: number) => ({ groups: Array<string>(count).fill(`${'a'.repeat(length)}x`) });
		expect(values(compiled(much), groups(1000, 20))).toEqual(['a'.repeat(20)]);
		expect(values(compiled(much), groups(1000, 240))).toBeUndefined();
		// The list that would come next says nothing about this one.
		expect(values(compiled(`${much}|other`), { ...groups(1000, 240), other: ['a'] })).toBeUndefined();
		// The whole template has one budget.
		const other = { other: ['b'.repeat(200) + 'x'] };
		const both = '{{/^(.*)(.*)x$/::groups}}{{/^(.*)(.*)(.*)x$/::other}}';
		expect(values(compiled(both), { ...groups(200, 240), ...other })).toHaveLength(2);
		expect(values(compiled(both), { ...groups(500, 240), ...other })).toBeUndefined();
	});

	test('two expressions that are good enough alone can be too slow together', () => {
		const much = '/^(.*)(.*)(.*)x/::';
		expect(parseTemplate(`{{${much}a}}`)).toHaveProperty('parts');
		expect(parseTemplate(`{{${much}a}}{{${much}b}}`)).toEqual({ error: 'regex_too_slow' });
		expect(parseTemplate(`${much}a|${much}b`)).toEqual({ error: 'regex_too_slow' });
	});
});
