import { privilegedRoles } from '../../../../src/settings/privileged';
import { Links } from '../../../../src/accounts/links';
import { applySettings } from '../../../../src/features/transfer/applySettings';
import { maximumFile, parseFile } from '../../../../src/features/transfer/transferFile';
import { isEmpty, isPossible, planImport } from '../../../../src/features/transfer/planImport';
import { readyWorkspace } from '../../support/workspace';

const head = { format: 'oauth-login', version: 1 };
const linkTo = (more: object = {}) => ({
	...{ provider: 'okta', issuer: 'https://id.example.com', subject: '1', userId: 'u1', username: 'alice' },
	...{ generation: 0, linkedAt: 1, ...more },
});

describe('a file', () => {
	test.each<[string, unknown]>([
		['nothing', ''],
		['a list', []],
		['another format', { ...head, format: 'x' }],
		['another version', { ...head, version: 2 }],
		['a value that is an object', { ...head, settings: { a: {} } }],
		['a link without a subject', { ...head, links: [linkTo({ subject: '' })] }],
		['a link to a query', { ...head, links: [linkTo({ userId: { $ne: 1 } })] }],
		['one that is too large', { ...head, settings: { a: 'x'.repeat(maximumFile) } }],
	])('is not %s', (_name, content) => {
		expect(parseFile(typeof content === 'string' ? content : JSON.stringify(content))).toHaveProperty('problem');
	});

	test('may have settings, links, both or neither', () => {
		expect(parseFile(JSON.stringify(head))).toMatchObject({ settings: {}, links: [] });
		expect(parseFile(JSON.stringify({ ...head, links: [linkTo()] }))).toMatchObject({ links: [linkTo()] });
	});

	test('has no way to the prototype of anything', () => {
		const parsed = parseFile(`{"format":"oauth-login","version":1,"settings":{"__proto__":{"a":1},"b":"c"}}`);
		expect(parsed).toMatchObject({ settings: { b: 'c' } });
		expect(({} as { a?: unknown }).a).toBeUndefined();
	});
});

describe('a plan', () => {
	const plan = (settings: Record<string, string | boolean | number>, world = readyWorkspace()) =>
		planImport({ settings, links: [] }, world.ports);

	test.each<[string, Record<string, string | boolean | number>, boolean]>([
		['another secret', { Accounts_OAuth_Okta_secret: 'x' }, true],
		['an issuer without TLS', { Accounts_OAuth_Okta_issuer: 'http://id.example.com' }, false],
		['a switch that is a text', { Accounts_OAuth_Okta: 'yes' }, false],
		['a name that a section has', { Accounts_OAuth_Custom: 'okta' }, false],
		[
			'a field of a provider that is named beside it',
			{ Accounts_OAuth_Custom: 'Forum', 'Accounts_OAuth_Custom-Forum-url': 'https://forum.example.com' },
			true,
		],
		[
			'one bad value among good ones',
			{ Accounts_OAuth_Okta_scope: 'openid', Accounts_OAuth_Okta_button_color: 'red;' },
			false,
		],
	])('with %s', async (_name, settings, expected) => {
		expect(isPossible(await plan(settings))).toBe(expected);
	});

	test('what is as it was is no change, and what nobody knows is left out', async () => {
		const made = await plan({
			Accounts_OAuth_Okta: true,
			Accounts_OAuth_Nothing: 'x',
			Accounts_OAuth_Okta_callback_url: 'https://x',
		});
		expect(isEmpty(made)).toBe(true);
		expect(made.unknown).toEqual(['Accounts_OAuth_Nothing', 'Accounts_OAuth_Okta_callback_url']);
	});

	test('links of accounts that are not here are left out', async () => {
		const made = await planImport({ settings: {}, links: [linkTo()] }, readyWorkspace().ports);
		expect([made.links.length, made.lostLinks.length]).toEqual([0, 1]);
	});

	describe('of links of an account that is here', () => {
		async function setUp() {
			const { ports, core } = readyWorkspace();
			const { id: userId } = core.has('alice');
			const file = { settings: {}, links: [linkTo({ userId })] };
			const [made] = (await planImport(file, ports)).links;
			return { ports, file, link: made!.link, links: new Links(ports.store) };
		}

		test('makes those that are not here yet', async () => {
			const { link } = await setUp();
			expect(link).toMatchObject({ subject: '1', generation: 0 });
		});

		test.each<[string, object, [lost: number, refused: number]]>([
			['of another name by now', { username: 'renamed' }, [1, 0]],
			['a bot by now', { kind: 'machine' }, [0, 1]],
			['deactivated', { active: false }, [0, 1]],
			['an admin’s', { roles: ['user', 'admin'] }, [0, 1]],
			['privileged by the admin’s list', { roles: ['user', 'auditor'] }, [0, 1]],
		])('makes none for an account that is %s', async (_name, change, left) => {
			const { ports, core, appSettings } = readyWorkspace();
			appSettings.change({ [privilegedRoles.id]: 'auditor' });
			const user = Object.assign(core.has('alice'), change);
			const plan = await planImport({ settings: {}, links: [linkTo({ userId: user.id })] }, ports);
			expect(plan.links).toEqual([]);
			expect([plan.lostLinks.length, plan.refusedLinks.length]).toEqual(left);
		});

		test('brings none back that its owner has removed', async () => {
			const { ports, file, link, links } = await setUp();
			await links.link(link);
			await links.unlink(link);
			const plan = await planImport(file, ports);
			expect([plan.links, plan.lostLinks, plan.removedLinks]).toEqual([[], [], file.links]);
		});

		test('makes none that core would meet under a name from before', async () => {
			const { ports, file, link, links } = await setUp();
			await links.link(link);
			await links.unlink(link, 'account_deleted');
			expect((await planImport(file, ports)).links).toMatchObject([{ link: { generation: 1 } }]);
		});
	});
});

describe('carried out', () => {
	async function carryOut(settings: Record<string, string | boolean>, fails?: string) {
		const world = readyWorkspace();
		const written: string[] = [];
		const appSettingWriter = {
			updateValue: async (id: string, value: unknown) => {
				if (id === fails) throw new Error('[object Object]');
				written.push(`${id}=${String(value)}`);
			},
		};
		const ports = { ...world.ports, appSettingWriter };
		const outcome = await applySettings(await planImport({ settings, links: [] }, ports), ports).catch(() => 'failed');
		return { written, outcome };
	}

	test('the names come first, and the switches last', async () => {
		const { written } = await carryOut({
			'Accounts_OAuth_Custom-Forum': true,
			'Accounts_OAuth_Custom-Forum-id': 'client',
			Accounts_OAuth_Custom: 'Forum',
		});
		expect(written).toEqual([
			'Accounts_OAuth_Custom=Forum',
			'Accounts_OAuth_Custom-Forum-id=client',
			'Accounts_OAuth_Custom-Forum=true',
		]);
	});

	test('where one can not be stored, those before it are put back', async () => {
		const settings = { Accounts_OAuth_Okta_scope: 'openid', Accounts_OAuth_Okta_button_label_text: 'Go' };
		const { written, outcome } = await carryOut(settings, 'Accounts_OAuth_Okta_button_label_text');
		expect(outcome).toBe('failed');
		expect(written[0]).toBe('Accounts_OAuth_Okta_scope=openid');
		expect(written).toHaveLength(2);
	});

	test('a plan with a problem changes nothing', async () => {
		const { written, outcome } = await carryOut({ Accounts_OAuth_Okta_issuer: 'http://id.example.com' });
		expect([written, outcome]).toEqual([[], 'failed']);
	});
});
