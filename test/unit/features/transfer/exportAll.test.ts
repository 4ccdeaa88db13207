import { Links } from '../../../../src/accounts/links';
import { exportPart, exportRanges, linksPerPart } from '../../../../src/features/transfer/exportAll';
import { parseFile } from '../../../../src/features/transfer/transferFile';
import { instanceOf } from '../../../../src/providers/instance';
import { sha256 } from '../../../../src/values/digest';
import { readyWorkspace } from '../../support/workspace';

async function workspaceWith(count: number) {
	const world = readyWorkspace();
	const provider = await instanceOf('okta', world.store);
	const links = new Links(world.store);
	const { id: userId } = world.core.has('alice');
	const add = async (name: string): Promise<void> =>
		links.link({
			...{ identity: await sha256(name), provider, issuer: 'https://id.example.com', subject: name, userId },
			...{ casUser: await sha256(`cas ${name}`), generation: 0, linkedAt: 1_700_000_000_000 },
		});
	for (let n = 0; n < count; n++) await add(`person${n}`);
	return { ...world, links, add };
}

test('a small workspace is one file, with its settings', async () => {
	const { ports } = await workspaceWith(linksPerPart);
	const ranges = await exportRanges(ports);
	expect(ranges).toEqual([{ from: '', to: '' }]);
	const file = await exportPart(ranges[0]!, false, ports);
	expect(file.links).toHaveLength(linksPerPart);
	expect(file.settings).toMatchObject({ Accounts_OAuth_Okta_id: 'client' });
	expect(file.settings).not.toHaveProperty('Accounts_OAuth_Okta_secret');
});

test('a large one is parts: each a file that can be imported, each link in one of them, settings in the first', async () => {
	const { ports } = await workspaceWith(3 * linksPerPart + 1);
	const ranges = await exportRanges(ports);
	expect(ranges).toHaveLength(4);
	const files = await Promise.all(ranges.map((range) => exportPart(range, true, ports)));
	expect(files.map(({ settings }) => Object.keys(settings).length > 0)).toEqual([true, false, false, false]);
	const subjects = files.flatMap(({ links }) => links.map(({ subject }) => subject));
	expect([subjects.length, new Set(subjects).size]).toEqual([3 * linksPerPart + 1, 3 * linksPerPart + 1]);
	for (const file of files) expect(parseFile(JSON.stringify(file))).toEqual(JSON.parse(JSON.stringify(file)));
});

test('what changes between two parts moves no other link', async () => {
	const { ports, add, links } = await workspaceWith(3 * linksPerPart);
	const before = (await links.all()).map(({ subject }) => subject);
	const ranges = await exportRanges(ports);
	const subjects: string[] = [];
	for (const range of ranges) {
		subjects.push(...(await exportPart(range, false, ports)).links.map(({ subject }) => subject));
		for (let n = 0; n < 20; n++) await add(`new${range.from}${n}`);
	}
	expect(subjects.filter((one) => before.includes(one)).sort()).toEqual(before.sort());
});

test.each(['Session_internal_url', 'Session_cas_url', 'Session_rest_token', 'Session_create_token_secret'])(
	'%s never leaves the workspace',
	async (id) => {
		const { ports, appSettings } = await workspaceWith(0);
		appSettings.change({ [id]: 'https://chat.internal' });
		const { settings } = await exportPart({ from: '', to: '' }, true, ports);
		expect(settings).not.toHaveProperty(id);
		expect(settings).toHaveProperty('Accounts_OAuth_Okta_secret');
	},
);
