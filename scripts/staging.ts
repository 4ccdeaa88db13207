import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import * as path from 'path';
import { appInfo, bundle, root } from './package';
import { Complaint } from './program';

/**
 * Lays the app out as `rc-apps` wants to find it. It compiles each TypeScript file by itself and bundles no npm module,
 * so it is given one file that needs none; and it packs whatever lies in the folder, so the folder holds nothing else.
 *
 * @param use is given the folder, which is gone afterwards
 */
export async function withStage(use: (folder: string) => void | Promise<void>): Promise<void> {
	mkdirSync(path.join(root, 'build'), { recursive: true });
	const folder = mkdtempSync(path.join(root, 'build', 'rc-apps-'));
	try {
		await layOut(folder);
		await use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function layOut(folder: string): Promise<void> {
	const info = appInfo();
	const className = info.classFile.replace(/\.ts$/, '');
	writeFileSync(
		path.join(folder, info.classFile),
		await bundle({
			// The compiler loads the class in a bare context that has neither `module` nor these two, which jose asks for.
			format: 'iife',
			// The marketplace's reviewers read it.
			readable: true,
			globalName: 'bundled',
			define: { TextEncoder: 'Encoder', TextDecoder: 'Decoder' },
			banner: [
				'// @ts-nocheck',
				'var Encoder = typeof TextEncoder === "undefined" ? function () {} : TextEncoder;',
				'var Decoder = typeof TextDecoder === "undefined" ? function () {} : TextDecoder;',
			].join('\n'),
			// It writes the interfaces that it reads off the class into app.json, and forgets those that are there.
			footer: `export class ${className} extends bundled.${className} implements ${info.implements.join(', ')} {}`,
		}),
	);
	for (const entry of [info.iconFile, 'i18n', 'app.json']) {
		cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
	}
	// It writes this version into app.json unless its lower bound is the same.
	const devDependencies = { '@rocket.chat/apps-engine': info.requiredApiVersion };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ devDependencies }));
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}

/** What a stage holds but for the dependencies, by names, for a zip. */
export function stagedFiles(folder: string): Array<readonly [name: string, content: Buffer]> {
	const { classFile, iconFile } = appInfo();
	const form = readdirSync(path.join(folder, 'i18n')).map((name) => `i18n/${name}`);
	return [classFile, 'app.json', 'package.json', iconFile, ...form.sort()].map((name) => [
		name,
		readFileSync(path.join(folder, name)),
	]);
}

/**
 * Runs `rc-apps` in a staged folder; its output goes to ours. `--force`, because its compiler can't read the types of
 * Node 18 and later, and checks them instead of ours: the code in the folder was checked before it was bundled.
 *
 * @throws Complaint when it fails, which it has explained itself
 */
export function rcApps(folder: string, command: 'package' | 'deploy', ...args: string[]): void {
	const executable = path.join(root, 'node_modules', '.bin', 'rc-apps');
	const { status } = spawnSync(executable, [command, '--force', ...args], { cwd: folder, stdio: 'inherit' });
	if (status !== 0) throw new Complaint(`rc-apps ${command} ended with ${status}.`);
}
