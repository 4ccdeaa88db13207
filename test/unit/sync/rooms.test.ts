import { decideRooms } from '../../../src/sync/rooms';
import type { RoomChanges } from '../../../src/sync/rooms';
import type { ClaimedList } from '../../../src/identity/identity';

const rules = {
	map: new Map([
		['/staff', ['team', 'news']],
		['/ops', ['alerts', 'team']],
	]),
	...{ create: false, owner: 'rocket.cat' },
};

describe('decideRooms', () => {
	test.each<[string, ClaimedList | undefined, string[], RoomChanges | undefined]>([
		['into the rooms of a group', ['/staff'], [], { join: ['team', 'news'], keep: [] }],
		['into a room of two groups once', ['/staff', '/ops'], [], { join: ['team', 'news', 'alerts'], keep: [] }],
		['not again where they were put before', ['/staff'], ['team', 'news'], { join: [], keep: ['team', 'news'] }],
		['only into what is new', ['/staff', '/ops'], ['team', 'news'], { join: ['alerts'], keep: ['team', 'news'] }],
		[
			'out of none; but into it again, should the group come back',
			['/ops'],
			['news', 'team'],
			{ join: ['alerts'], keep: ['team'] },
		],
		['into none without a group', ['other'], ['team'], { join: [], keep: [] }],
		['no word changes nothing', 'absent', ['team'], undefined],
		['nor do groups that are elsewhere', 'elsewhere', ['team'], undefined],
		['nor those nobody asked for', undefined, ['team'], undefined],
	])('%s', (_, claimed, before, expected) => expect(decideRooms(rules, claimed, before)).toEqual(expected));
});
