import fc from 'fast-check';

import type { Identity } from '../../../src/identity/identity';
import type { UsernameRules } from '../../../src/identity/username';
import { slugUsername, usernameCandidates, usernameOfId, vouchedCandidates } from '../../../src/identity/username';

const rules: UsernameRules = { pattern: '[0-9a-zA-Z-_.]+', slugify: true, blocked: [] };

describe('usernameCandidates', () => {
	test.each<[string, Partial<Identity>, string[]]>([
		[
			'in order',
			{ username: 'ada', email: 'lovelace@b.cd', emailVerified: true, name: 'Ada L' },
			['ada', 'lovelace', 'Ada L'],
		],
		['an address as username', { username: 'Ada@corp.example.com' }, ['Ada']],
		['two @', { username: 'a@b@c' }, ['a@b@c']],
		['@handle', { username: '@ada' }, ['@ada']],
		['address not verified', { email: 'ada@b.cd', emailVerified: false, name: 'Ada L' }, ['Ada L']],
		['none twice', { username: 'ada', email: 'ada@b.cd', emailVerified: true, name: 'Ada' }, ['ada', 'Ada']],
		['a relay address', { email: 'x7fq9k2@privaterelay.appleid.com', emailVerified: true, name: 'Ada L' }, ['Ada L']],
		['nothing', {}, []],
	])('%s', (_, fields, expected) => {
		const identity = { provider: 'p', issuer: 'i', subject: 's', emailVerified: false, groups: [], ...fields };
		expect(usernameCandidates(identity)).toEqual(expected);
		expect(vouchedCandidates(identity)).toEqual(expected.filter((candidate) => candidate !== fields.name));
	});
});

describe('slugUsername', () => {
	test.each<[string, string | undefined]>([
		['ada', 'ada'],
		['Ada', 'ada'],
		['Ada Lovelace', 'ada.lovelace'],
		["Conan O'Brien", 'conan.obrien'],
		['ada_lovelace-1.2', 'ada_lovelace-1.2'],
		['@ada', 'ada'],
		['ada@example.com', 'ada.example.com'],
		['  ada  ', 'ada'],
		['a//b', 'a.b'],
		['../../etc/passwd', 'etc.passwd'],
		['..ada--', 'ada'],
		['a...b', 'a.b'],
		['a---b', 'a-b'],
		['a-.-b', 'a.b'],
		['ada\nlovelace', 'adalovelace'],
		['12345', '12345'],
		['José Ñandú', 'jose.nandu'],
		['Jose\u0301', 'jose'],
		['Weiß', 'weiss'],
		['STRAẞE', 'strasse'],
		['Ærøskøbing', 'aeroskobing'],
		['Œuvre', 'oeuvre'],
		['Þórður Łukasz Đorđe Ħ', 'thordur.lukasz.dorde.h'],
		['İstanbul ılık', 'istanbul.ilik'],
		['Nguyễn Văn Ðức', 'nguyen.van.duc'],
		['ﬁne Ⅳ', 'fine.iv'],
		['ａｄａ', 'ada'],
		['ada\u202egnp', 'adagnp'],
		['a\u200bd\u200ca\ufeff', 'ada'],
		['ada 😀👩‍👩‍👧', 'ada'],
		['<img src=x onerror=alert(1)>', 'img.src.x.onerror.alert.1'],
		['a'.repeat(300), 'a'.repeat(64)],
		[`${'a'.repeat(63)} b`, 'a'.repeat(63)],
		['ada\ud800', 'ada'],
		['', undefined],
		['   ', undefined],
		['😀', undefined],
		['李小龙', undefined],
		['Владимир', 'vladimir'],
		['Юлия Щукина', 'yuliya.shchukina'],
		['Ќирил Љубов Ђорђе', 'kjiril.ljubov.djordje'],
		['Γιώργος Παπαδόπουλος', 'giorgos.papadopoulos'],
		['محمد علي', 'mhmd.aly'],
		['מֹשֶׁה לוי', 'mshh.lvy'],
		['გიორგი', 'giorgi'],
		['Արմեն', 'armen'],
		['홍길동', 'honggildong'],
		['たなか しゃちょう', 'tanaka.shachou'],
		['キョウコ ファン マッチャ はっとり', 'kyouko.fan.matcha.hattori'],
		['タロー', 'taro'],
		['王 Wang 伟', 'wang'],
		['田中タロウ', undefined],
		['田中太郎', undefined],
		['สมชาย', undefined],
		['Владимир 王', undefined],
		['админ', undefined],
		['-._.-', '_'],
		['...', undefined],
		['\u202e\u200b', undefined],
		['admin', undefined],
		['ADMIN', undefined],
		['ａdmin', undefined],
		['ad\u200bmin', undefined],
		['.admin.', undefined],
		['Administrator', undefined],
		['all', undefined],
		['here', undefined],
		['system', undefined],
		['user', undefined],
		['guest', undefined],
		['Rocket Cat', undefined],
		['rocket.cat', undefined],
		['oauth-login.bot', undefined],
		['My Bot', undefined],
		['bot', 'bot'],
		['robot', 'robot'],
		['users', 'users'],
	])('%j -> %j', (text, expected) => {
		expect(slugUsername(text, rules)).toBe(expected);
	});

	test.each<[string, Partial<UsernameRules>, string | undefined]>([
		['José Ñandú', { slugify: false, pattern: '[a-zé.]+' }, 'jose.nandu'],
		['José', { slugify: false, pattern: '[a-zà-ÿ.]+' }, 'josé'],
		['José', { slugify: false }, 'jose'],
		['Jose\u0301 Ñ', { slugify: false, pattern: '[a-zà-ÿ.]+' }, 'josé.ñ'],
		['Владимир', { slugify: false, pattern: '[а-я.]+' }, 'владимир'],
		['Владимир Путин 😀', { slugify: false, pattern: '[а-я.]+' }, 'владимир.путин'],
		['Владимир', { slugify: true, pattern: '[а-я.]+' }, undefined],
		['Владимир', { slugify: false }, 'vladimir'],
		['ada.l', { pattern: '[a-z]+' }, undefined],
		['ada', { pattern: '[A-Z]+' }, undefined],
		['ada', { pattern: 'x|ada' }, 'ada'],
		['xada', { pattern: 'x|ada' }, undefined],
		['ada', { pattern: '' }, 'ada'],
		['ada', { pattern: '[' }, 'ada'],
		['ada.l', { pattern: '(' }, 'ada.l'],
		[`${'a'.repeat(63)}.`, { pattern: '(a+)+' }, 'a'.repeat(63)],
		['ada', { blocked: ['Ada'] }, undefined],
		['ada', { blocked: ['bob', ' ADA '] }, undefined],
		['ada', { blocked: ['a', 'ad.', '.*', '', '('] }, 'ada'],
		['a.d', { blocked: ['a.d'] }, undefined],
		['axd', { blocked: ['a.d'] }, 'axd'],
	])('%j under %j -> %j', (text, change, expected) => {
		expect(slugUsername(text, { ...rules, ...change })).toBe(expected);
	});

	test('a slug is valid, and its own slug, whatever the text is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (text, slugify) => {
				const slug = slugUsername(text, { ...rules, slugify });
				if (slug !== undefined) {
					expect(slug).toMatch(/^(?![.-])[0-9a-z_.-]{1,64}(?<![.-])$/);
					expect(slugUsername(slug, { ...rules, slugify })).toBe(slug);
				}
			}),
		);
	});
});

test.each<[string, Partial<UsernameRules>, string | undefined]>([
	['Ab-9_xyz0123456789', {}, 'user-ab9xyz0123'],
	['Ab-9_xyz0123456789', { pattern: '[a-z0-9]+' }, 'userab9xyz0123'],
	['Ab-9_xyz0123456789', { pattern: '[0-9]+' }, undefined],
])('of the identity %s, under %j, the username of last resort is %s', (identity, change, expected) => {
	expect(usernameOfId(identity, { ...rules, ...change })).toBe(expected);
});
