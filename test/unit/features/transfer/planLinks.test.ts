import { Links } from '../../../../src/accounts/links';
import { planLinks } from '../../../../src/features/transfer/planLinks';
import { privilegedRoles } from '../../../../src/settings/privileged';
import { readyWorkspace } from '../../support/workspace';

const linkTo = (more: object = {}) => ({
	...{ provider: 'okta', issuer: 'https://id.example.com', subject: '1', userId: 'u1', username: 'alice' },
	...{ generation: 0, linkedAt: 1, ...more },
});

const okta: ReadonlySet<string> = new Set(['okta']);

test('a link of an account that is not here is lost, and one of a provider that is not', async () => {
	const { ports, core } = readyWorkspace();
	const { id: userId } = core.has('alice');
	const file = [linkTo({ userId: 'nobody' }), linkTo({ userId, provider: 'forum' })];
	expect(await planLinks(file, okta, ports)).toMatchObject([{ verdict: 'lost' }, { verdict: 'lost' }]);
});

describe('a link of an account that is here', () => {
	async function setUp() {
		const { ports, core } = readyWorkspace();
		const { id: userId } = core.has('alice');
		const file = [linkTo({ userId })];
		const [made] = await planLinks(file, okta, ports);
		return { ports, core, file, userId, link: made!.link!, links: new Links(ports.store) };
	}

	test('is made where it is not here yet', async () => {
		const { link, userId } = await setUp();
		expect(link).toMatchObject({ subject: '1', generation: 0, userId });
	});

	test.each<[string, object, string]>([
		['of another name by now', { username: 'renamed' }, 'lost'],
		['a bot by now', { kind: 'machine' }, 'refused'],
		['deactivated', { active: false }, 'refused'],
		['an admin’s', { roles: ['user', 'admin'] }, 'refused'],
		['privileged by the admin’s list', { roles: ['user', 'auditor'] }, 'refused'],
	])('is not made for an account that is %s', async (_name, change, verdict) => {
		const { ports, core, appSettings } = readyWorkspace();
		appSettings.change({ [privilegedRoles.id]: 'auditor' });
		const user = Object.assign(core.has('alice'), change);
		const [planned] = await planLinks([linkTo({ userId: user.id })], okta, ports);
		expect([planned!.verdict, planned!.link]).toEqual([verdict, undefined]);
	});

	test('does not come back where its owner has removed it', async () => {
		const { ports, file, link, links } = await setUp();
		await links.link(link);
		await links.unlink(link);
		expect(await planLinks(file, okta, ports)).toEqual([{ from: file[0], verdict: 'removed' }]);
	});

	test('never has a name at core from before', async () => {
		const { ports, file, link, links } = await setUp();
		await links.link(link);
		await links.unlink(link, 'account_deleted');
		expect(await planLinks(file, okta, ports)).toMatchObject([{ verdict: 'made', link: { generation: 1 } }]);
	});

	test('is there already, or another’s', async () => {
		const { ports, core, file, link, links } = await setUp();
		await links.link(link);
		const bob = core.has('bob');
		const another = [...file, linkTo({ userId: bob.id, username: 'bob' })];
		expect(await planLinks(another, okta, ports)).toMatchObject([{ verdict: 'there' }, { verdict: 'elsewhere' }]);
	});

	test('counts once where a file has it twice, and the first account has it', async () => {
		const { ports, core, file, userId } = await setUp();
		const bob = core.has('bob');
		const planned = await planLinks([...file, ...file, linkTo({ userId: bob.id, username: 'bob' })], okta, ports);
		expect(planned.map(({ verdict, link }) => [verdict, link?.userId])).toEqual([
			['made', userId],
			['there', undefined],
			['elsewhere', undefined],
		]);
	});
});
