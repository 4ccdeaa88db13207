import fc from 'fast-check';
import vm from 'node:vm';
import { addBlock, addTerms, removeBlock, removeTerms } from '../../../../src/features/login-page/block';
import { html } from '../../../../src/html/html';

const path = '/api/apps/public/9a7fd9c1-6e0b-4c0e-8a4f-2f6a4c1f3b11';
const block = addBlock('', path).slice(1);
const [begin = '', loader = '', end = ''] = block.split('\n');

/** Scripts that admins may have, and what is left of ours after an accident. */
const fragment = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 20 }),
	fc.constantFrom(
		...[
			'\n',
			'\r\n',
			'\r',
			';',
			'//Add your script',
			'/* open',
			'*/',
			'`',
			"'",
			'var a = /[/]\\//',
			'f()',
			'})',
			'<!--',
		],
		...[begin, loader, end, block, `${begin}\n${loader}`, `${loader}\n${end}`, `${begin}\n${end}`],
		...[block.replace(/\n/g, '\r\n'), block.replace(begin, begin + block), block.slice(0, -1)],
	),
);
const scripts = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''));

describe('the block in the custom script', () => {
	test.each([
		['nothing', ''],
		['the default', '//Add your script'],
		['no line break at the end', 'console.info(1)'],
		['a line break at the end', 'console.info(1);\n'],
		['Windows line breaks', 'a();\r\nb();\r\n'],
		['a lone carriage return at the end', 'a();\r'],
		['a line comment at the end', 'a(); // no more'],
		['an open block comment', 'a(); /* no more'],
		['a regular expression at the end', 'a(/x/'],
		['an open template', 'a(`x'],
		['white space', ' \n\t '],
		['a begin without an end', `${begin}\na();`],
		['an end without a begin', `a();\n${end}`],
		['a block that was damaged', `a();\n${begin}\n${loader}\nb();`],
		['a text inside the markers', `${begin}\nmine();\n${end}`],
	])('leaves alone: %s', (_, script) => {
		const added = addBlock(script, path);
		expect(added.startsWith(`${script}\n`)).toBe(true);
		expect(removeBlock(script)).toBe(script);
		expect(removeBlock(added)).toBe(script);
	});

	test('goes out byte for byte, whatever the admin has written', () => {
		fc.assert(
			fc.property(scripts, (script) => {
				const own = removeBlock(script);
				expect(removeBlock(addBlock(script, path))).toBe(own);
				expect(addBlock(script, path)).toBe(`${own}\n${block}`);
			}),
			{ numRuns: 2000 },
		);
	});

	test('adding and removing again changes nothing more', () => {
		fc.assert(
			fc.property(scripts, (script) => {
				expect(addBlock(addBlock(script, path), path)).toBe(addBlock(script, path));
				expect(removeBlock(removeBlock(script))).toBe(removeBlock(script));
			}),
			{ numRuns: 2000 },
		);
	});

	test.each([
		['several blocks', `a();\n${block}\n${block}\nb();`, 'a();\nb();'],
		['a block in the middle', `a();\n${block}\nb();`, 'a();\nb();'],
		['a block with the line breaks of an editor', `a();\r\n${block.replace(/\n/g, '\r\n')}\r\nb();`, 'a();\r\nb();'],
		['a block for another address', addBlock('a();', '/old'), 'a();'],
		['a begin before a whole block', `${begin}\nmine();\n${block}`, `${begin}\nmine();`],
		['a block at the very start', `${block}\na();`, '\na();'],
	])('removes %s', (_, script, expected) => {
		expect(removeBlock(script)).toBe(expected);
	});

	test('there is one block, for the newest address', () => {
		const moved = addBlock(addBlock('a();', '/old'), path);
		expect(moved).toBe(addBlock('a();', path));
	});

	describe('as a program', () => {
		type Script = { src?: string; defer?: boolean; attributes: string[]; setAttribute(name: string): void };

		function page() {
			const head: Script[] = [];
			const document = {
				querySelector: () => head.find(({ attributes }) => attributes.includes('data-oauth-login')) ?? null,
				createElement: (): Script => ({
					attributes: [],
					setAttribute(name) {
						this.attributes.push(name);
					},
				}),
				head: { appendChild: (script: Script) => head.push(script) },
			};
			return { head, calls: [] as string[], document };
		}

		/** Rocket.Chat puts the setting into the body of a function. */
		function run(script: string, { document, calls }: ReturnType<typeof page>, times = 1): void {
			vm.runInNewContext(
				`const handler = function () { ${script} }; for (let i = 0; i < ${times}; i += 1) handler();`,
				{
					document,
					a: () => calls.push('a'),
				},
			);
		}

		test.each([
			['a statement without its semicolon', 'a()'],
			['a function without its semicolon', 'var f = function () { a() }; f()\nvar g = f'],
			['a line comment', 'a() // the end'],
			['a line comment after Windows line breaks', 'a()\r\n// the end'],
			['an if without a body', 'a()\nif (1 > 2)'],
		])('loads the script, and the admin script runs: %s', (_, script) => {
			const it = page();
			run(`${addBlock(script, path)}\n`, it);
			expect(it.calls).toEqual(['a']);
			expect(it.head).toMatchObject([{ src: `${path}/login.js`, defer: true, attributes: ['data-oauth-login'] }]);
		});

		test('loads the script once, however often it runs and however often it is there', () => {
			const it = page();
			run(`${addBlock(`${block.replace(end, '')}\n`, path)}\n`, it, 3);
			expect(it.head).toHaveLength(1);
		});

		describe('where a session is stored', () => {
			function visit(storedIn: 'localStorage' | 'sessionStorage' | undefined) {
				const it = page();
				const timers = new Map<number, { run: () => void; milliseconds: number }>();
				let loggedIn: (() => void) | undefined;
				const storage = (name: string) => ({ getItem: () => (name === storedIn ? 'token' : null) });
				vm.runInNewContext(`(function () { ${block} })()`, {
					document: it.document,
					localStorage: storage('localStorage'),
					sessionStorage: storage('sessionStorage'),
					setTimeout: (run: () => void, milliseconds: number) =>
						timers.set(timers.size + 1, { run, milliseconds }).size,
					clearTimeout: (timer: number) => timers.delete(timer),
					addEventListener: (name: string, heard: () => void) => {
						if (name === 'Custom_Script_Logged_In') loggedIn = heard;
					},
				});
				return { head: it.head, timers, logIn: () => loggedIn?.() };
			}

			test('loads at once where there is none', () => {
				expect(visit(undefined).head).toHaveLength(1);
			});

			test.each(['localStorage', 'sessionStorage'] as const)(
				'loads nothing once the client has taken it up: %s',
				(name) => {
					const { head, timers, logIn } = visit(name);
					expect([head.length, timers.size]).toEqual([0, 1]);
					logIn();
					expect([head.length, timers.size]).toEqual([0, 0]);
				},
			);

			test('loads after two seconds where the client has not', () => {
				const { head, timers } = visit('localStorage');
				for (const { run, milliseconds } of timers.values()) {
					expect(milliseconds).toBe(2_000);
					run();
				}
				expect(head).toMatchObject([{ src: `${path}/login.js`, attributes: ['data-oauth-login'] }]);
			});
		});

		test('throws nothing into the page', () => {
			const it = { ...page(), document: {} as ReturnType<typeof page>['document'] };
			expect(() => run(`${addBlock('a();', path)}\n`, it)).not.toThrow();
			expect(it.calls).toEqual(['a']);
		});

		test('an address that is none of this workspace is not loaded', () => {
			for (const address of ['//evil.example', 'javascript:alert(1)', '/"+alert(1)+"\n', '/x</script>']) {
				const it = page();
				run(`${addBlock('', address)}\n`, it);
				expect(it.head).toHaveLength(1);
				expect(it.head[0]?.src).toMatch(/^\/(?!\/)/);
			}
		});
	});
});

describe('the links in the login terms', () => {
	const links = [
		{ label: 'Sign in with Okta', href: `${path}/login/okta` },
		{ label: '<img src=x onerror=alert(1)>', href: 'javascript:alert(1)' },
	];
	const anchors =
		`<br /><a href="${path}/login/okta" rel="external">Sign in with Okta</a>` +
		'<br /><a href="/" rel="external">&lt;img src=x onerror=alert(1)&gt;</a>';
	const own = 'By signing in you agree to our <a href="/terms">terms</a>.';
	const usual = html`The <a href="/terms-of-service">usual</a> ${'terms & more'}.`;

	const added = `\n<!-- oauth-login:begin -->${anchors}<!-- oauth-login:end -->`;
	const addedToNothing =
		'\n<!-- oauth-login:begin -->The <a href="/terms-of-service">usual</a> terms &amp; more.' +
		`${anchors}<!-- oauth-login:end -->`;

	test('come after the admin text, and are left to the browser by the client', () => {
		expect(addTerms(own, links, usual)).toBe(own + added);
	});

	test.each(['', '  \n'])('%j: the usual terms go before them, and go out with them', (terms) => {
		expect(addTerms(terms, links, usual)).toBe(terms + addedToNothing);
		expect(removeTerms(addTerms(terms, links, usual))).toBe(terms);
	});

	test.each(['', own])('without providers nothing is added, and what was there goes: %j', (terms) => {
		expect(addTerms(terms, [], usual)).toBe(terms);
		expect(addTerms(addTerms(terms, links, usual), [], usual)).toBe(terms);
	});

	test('the usual terms give way to those of the admin, and come back', () => {
		const emptied = addTerms('', links, usual);
		expect(addTerms(own + emptied, links, usual)).toBe(own + added);
		expect(addTerms(emptied, links, html`Others.`)).toBe(
			`\n<!-- oauth-login:begin -->Others.${anchors}<!-- oauth-login:end -->`,
		);
	});

	test.each([
		['a comment of the admin', `<!-- mine -->${own}`],
		['a comment that is open', `${own}<!-- mine`],
		['a comment inside the markers', `${own}\n<!-- oauth-login:begin --><!-- mine --><!-- oauth-login:end -->`],
		['a begin without an end', `${own}\n<!-- oauth-login:begin --><br /><a href="/x">x</a>`],
	])('leaves alone: %s', (_, terms) => {
		expect(removeTerms(addTerms(terms, links, usual))).toBe(terms);
	});

	test('go out byte for byte, and are never there twice', () => {
		const terms = fc
			.array(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.constantFrom('\n', '\r\n', ' ', own, added, addedToNothing, added.slice(0, -3), '-->'),
				),
			)
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(terms, (text) => {
				const rest = removeTerms(text);
				const shown = addTerms(text, links, usual);
				expect(shown).toBe(rest + (rest.trim() === '' ? addedToNothing : added));
				expect(removeTerms(shown)).toBe(rest);
				expect(addTerms(shown, links, usual)).toBe(shown);
			}),
			{ numRuns: 1000 },
		);
	});
});
