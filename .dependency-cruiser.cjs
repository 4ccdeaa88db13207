const layers = require('./src/layers.json').map(({ room }) => room);

const pathOf = (room) => `^src/${room}(?:/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...layers.slice(0, -1).map((room, index) => ({
			name: `${room}-imports-only-lower-layers`,
			comment: `src/layers.json lists the layers, lowest first. A file of ${room} imports its own room and lower ones.`,
			severity: 'error',
			from: { path: pathOf(room) },
			to: { path: layers.slice(index + 1).map(pathOf) },
		})),
		{
			name: 'no-cycle',
			comment: 'Files do not import each other in a circle; type imports count.',
			severity: 'error',
			from: { path: '^src/' },
			to: { circular: true },
		},
		{
			name: 'no-folder-cycle',
			comment: 'Folders do not import each other in a circle; type imports count.',
			severity: 'error',
			scope: 'folder',
			from: { path: '^src/' },
			to: { circular: true },
		},
		{
			name: 'every-file-has-a-layer',
			severity: 'error',
			from: { path: '^src/' },
			to: { path: '^src/', pathNot: [...layers.map(pathOf), '^src/layers\\.json$'] },
		},
		{
			name: 'ports-are-types',
			comment: 'What implements the ports on the accessors is in host/, which only the app imports.',
			severity: 'error',
			from: { path: '^src/', pathNot: ['^src/host/', '^src/OAuthLoginApp\\.ts$'] },
			to: { path: '^src/host/' },
		},
		{
			name: 'browser-scripts-travel-as-text',
			comment: "Server code imports 'browser-script:<name>', which is text, and the types of its data.",
			severity: 'error',
			from: { path: '^src/', pathNot: pathOf('browser-scripts') },
			to: { path: pathOf('browser-scripts'), pathNot: '^src/browser-scripts/data\\.ts$' },
		},
		{
			name: 'the-workspace-stands-alone',
			comment: 'The local workspace imitates a server; it must not know the app.',
			severity: 'error',
			from: { path: '^test/workspace/' },
			to: { path: '^src/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		includeOnly: ['^src/', '^test/workspace/', '@rocket\\.chat/apps-engine'],
		cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
	},
};
