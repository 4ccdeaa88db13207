import { buildSync } from 'esbuild';
import { ZipFile } from 'yazl';

export interface ProbeApp {
	id: string;
	nameSlug: string;
	/** TypeScript of the class file; the class is called ProbeApp. */
	source: string;
	/** Default: those that an OAuth app asks for. */
	permissions?: string[];
	implements?: string[];
}

const PERMISSIONS = [
	'api',
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
	'email.send',
];

/** Builds an app as small as it gets, in the layout that the engine reads. */
export async function buildProbeApp({ id, nameSlug, source, permissions = PERMISSIONS, ...rest }: ProbeApp): Promise<Buffer> {
	const { outputFiles } = buildSync({
		stdin: { contents: source, loader: 'ts', resolveDir: __dirname },
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
		name: nameSlug,
		nameSlug,
		classFile: 'ProbeApp.ts',
		description: 'What the workspace is tried with',
		implements: rest.implements ?? [],
		permissions: permissions.map((name) => ({ name })),
	};
	const zip = new ZipFile();
	zip.addBuffer(Buffer.from(JSON.stringify(info)), 'app.json');
	zip.addBuffer(Buffer.from(outputFiles[0]?.text ?? ''), 'ProbeApp.js');
	zip.addBuffer(Buffer.alloc(1), 'icon.png');
	zip.addBuffer(Buffer.from('{}'), 'i18n/en.json');
	zip.end();
	const chunks: Buffer[] = [];
	for await (const chunk of zip.outputStream) {
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks);
}
