import { buildSync } from 'esbuild';
import path from 'node:path';
import { ZipFile } from 'yazl';

export const PROBE_ID = '5f0b1d5e-8a4c-4a54-9d4e-3c1f7f2a9b60';

const PERMISSIONS = [
	'api',
	'email.send',
	'env.read',
	'message.read',
	'message.write',
	'networking',
	'persistence',
	'room.read',
	'room.write',
	'scheduler',
	'server-setting.read',
	'server-setting.write',
	'slashcommand',
	'ui.interact',
	'user.read',
	'user.write',
];

const EVENTS = ['IPostUserCreated', 'IPostUserUpdated', 'IPostUserDeleted', 'IPostUserLoggedIn', 'IPostUserLoggedOut'];

/** Builds the app in `testing/app`, as a zip in the layout that the engine reads. */
export async function buildProbeApp({ id = PROBE_ID, permissions = PERMISSIONS } = {}): Promise<Buffer> {
	const { outputFiles } = buildSync({
		entryPoints: [path.join(__dirname, 'app', 'ProbeApp.ts')],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'browser',
		target: 'es2017',
		external: ['@rocket.chat/apps-engine/*'],
	});
	const info = {
		id,
		version: '0.0.1',
		requiredApiVersion: '^1.44.0',
		iconFile: 'icon.png',
		author: { name: 'Test', homepage: 'https://example.test', support: 'https://example.test' },
		name: 'Probe',
		nameSlug: 'probe',
		classFile: 'ProbeApp.ts',
		description: 'What the workspace is tried with',
		implements: EVENTS,
		permissions: permissions.map((name) => ({ name })),
	};
	const zip = new ZipFile();
	zip.addBuffer(Buffer.from(JSON.stringify(info)), 'app.json');
	zip.addBuffer(Buffer.from(outputFiles[0]?.text ?? ''), 'ProbeApp.js');
	zip.addBuffer(Buffer.alloc(1), 'icon.png');
	zip.addBuffer(Buffer.from('{"greeting":"Hello"}'), 'i18n/en.json');
	zip.end();
	const chunks: Buffer[] = [];
	for await (const chunk of zip.outputStream) {
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks);
}
