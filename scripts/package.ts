import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { createHash } from 'crypto';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'fs';
import * as path from 'path';
import { finished } from 'stream/promises';
import { ZipFile } from 'yazl';
import { brandIconsPlugin } from './brandIcons.cjs';
import { browserScriptPlugin } from './browserScripts.cjs';
import { packedTextsPlugin } from './packedTexts.cjs';
import { run } from './program';
import { sbom } from './sbom';

export const root = path.join(__dirname, '..');

export interface AppInfo {
	readonly id: string;
	readonly version: string;
	readonly nameSlug: string;
	readonly classFile: string;
	readonly iconFile: string;
	/** Addresses; '' or absent as long as there are none. */
	readonly author: { readonly name: string; readonly support: string; readonly homepage?: string };
	readonly requiredApiVersion: string;
	readonly implements: readonly string[];
	readonly permissions: ReadonlyArray<{ name: string }>;
}

export const appInfo = (): AppInfo => JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as AppInfo;

export interface BundleOptions {
	readonly format: 'cjs' | 'iife';
	readonly globalName?: string;
	readonly define?: Record<string, string>;
	readonly banner?: string;
	readonly footer?: string;
	/** Whether names, white space and texts are for people. */
	readonly readable?: boolean;
}

/** Takes the indentation out of our sources: esbuild has to keep it in templates, and so would each page. */
const withoutIndentation: Plugin = {
	name: 'without-indentation',
	setup: ({ onLoad }) => {
		// A dependency has no TypeScript.
		onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
			contents: readFileSync(file, 'utf8').replace(/\n[\t ]+/g, '\n'),
			loader: 'ts',
		}));
	},
};

/**
 * The app as one script. The runtime takes the first export of the class file and `require`s nothing but the engine and
 * some modules of Node.js (apps-engine, deno-runtime/handlers/app/construct.ts), so everything else goes in. Some engines
 * parse the code by the grammar of ES2017 where certain words occur in it (deno-runtime/lib/sanitizeDeprecatedUsage.ts),
 * which is why the tests look for those words.
 */
export async function bundle({ banner, footer, readable = false, ...options }: BundleOptions): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [path.join(root, 'src', 'OAuthLoginApp.ts')],
		bundle: true,
		write: false,
		platform: 'browser',
		target: 'es2022',
		charset: 'utf8',
		legalComments: 'none',
		logLevel: 'warning',
		external: ['@rocket.chat/apps-engine/*', 'buffer', 'zlib'],
		banner: { js: banner ?? '' },
		footer: { js: footer ?? '' },
		minify: !readable,
		plugins: [
			browserScriptPlugin(!readable),
			packedTextsPlugin(!readable),
			brandIconsPlugin,
			...(readable ? [] : [withoutIndentation]),
		],
		...options,
	});
	return outputFiles[0]!.text;
}

/** Every entry carries the same time, so that the same source gives the same zip to the byte. */
const mtime = new Date(2020, 0, 1);

/** Builds `dist/<slug>_<version>.zip`, what `POST /api/apps` takes. @returns its path */
export async function packageApp(): Promise<string> {
	const info = appInfo();
	const file = path.join(root, 'dist', `${info.nameSlug}_${info.version}.zip`);
	const form = readdirSync(path.join(root, 'i18n')).sort();
	await writeZip(file, [
		['app.json', readFileSync(path.join(root, 'app.json'))],
		[info.classFile.replace(/\.ts$/, '.js'), await bundle({ format: 'cjs' })],
		[info.iconFile, readFileSync(path.join(root, info.iconFile))],
		...form.map(
			(name) =>
				[`i18n/${name}`, JSON.stringify(JSON.parse(readFileSync(path.join(root, 'i18n', name), 'utf8')))] as const,
		),
	]);
	return file;
}

/** Writes a zip of texts and bytes by their names in it. Who reads the file meanwhile finds the old one or the new one. */
export async function writeZip(
	file: string,
	entries: ReadonlyArray<readonly [name: string, content: Buffer | string]>,
): Promise<void> {
	const zip = new ZipFile();
	for (const [name, content] of entries) zip.addBuffer(Buffer.from(content), name, { mtime, mode: 0o100644 });
	zip.end();
	mkdirSync(path.dirname(file), { recursive: true });
	const draft = `${file}.${process.pid}`;
	await finished(zip.outputStream.pipe(createWriteStream(draft)));
	renameSync(draft, file);
}

/**
 * Writes beside a package what others check it with: `<file>.sha256`, as `sha256sum --check` reads it, and
 * `<file>.cdx.json`, its software bill of materials.
 *
 * @returns their paths
 */
export function writeProofs(file: string): string[] {
	const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
	const proofs = { [`${file}.sha256`]: `${hash}  ${path.basename(file)}\n`, [`${file}.cdx.json`]: sbom(root) };
	for (const [proof, content] of Object.entries(proofs)) writeFileSync(proof, content);
	return Object.keys(proofs);
}

if (require.main === module) {
	void run(async () => {
		const file = await packageApp();
		for (const made of [file, ...writeProofs(file)]) console.log(path.relative(root, made));
	});
}
