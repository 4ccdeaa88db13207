import { keepable } from '../../../src/sign-in/suspended';
import { okta } from '../../../src/providers/sections/okta';
import { readProvider } from '../../../src/settings/provider';
import { alice } from '../support/applicant';
import { MemorySettings } from '../support/settings';

const many = Array.from({ length: 60 }, (_, index) => `a group with a rather long name ${index}`);
const mapOf = (names: readonly string[]): string =>
	JSON.stringify(Object.fromEntries(names.map((name) => [name, 'x'])));

const provider = (settings: Record<string, unknown>) =>
	readProvider(
		okta,
		new MemorySettings(
			Object.fromEntries(Object.entries(settings).map(([id, value]) => [`Accounts_OAuth_Okta_${id}`, value])),
		),
	);

describe('what a cookie keeps of somebody', () => {
	const rooms = { map_channels: true, groups_channel_map: mapOf(['staff', ...many]) };
	const roles = { sync_roles: true, roles_map: mapOf(['boss', ...many]) };
	test.each<[string, Record<string, unknown>, Partial<typeof alice>, object]>([
		['no group, where nothing asks for any', {}, { groups: ['staff'] }, { groups: [] }],
		['the groups that let in', { required_group: 'staff,x' }, { groups: ['staff', 'y'] }, { groups: ['staff'] }],
		['the groups with rooms', rooms, { groups: ['staff', 'y'] }, { groups: ['staff'] }],
		['the roles of the map', roles, { roles: ['boss', 'y'] }, { roles: ['boss'] }],
		[
			'that nobody knows',
			{ ...rooms, ...roles },
			{ groups: 'elsewhere', roles: 'absent' },
			{ groups: 'elsewhere', roles: 'absent' },
		],
		['no half list of roles', roles, { roles: ['boss', ...many] }, { roles: 'absent' }],
		[
			'but who may come in',
			{ ...rooms, required_group: 'staff' },
			{ groups: ['staff', ...many] },
			{ groups: ['staff'] },
		],
	])('%s', async (_name, settings, said, expected) => {
		const person = { ...alice, groups: undefined, ...said };
		const kept = keepable({ ...person, avatarUrl: 'https://pictures.example/a.png' }, await provider(settings));
		expect(kept).toEqual({ ...person, ...expected });
	});
});
