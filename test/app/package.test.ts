import * as buffer from 'node:buffer';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as zlib from 'node:zlib';
import { appInfo, root, writeProofs } from '../../scripts/package';
import { packageForMarketplace } from '../../scripts/packageMarketplace';
import { rcApps } from '../../scripts/staging';
import { packageFile, Scene } from './support/scene';

/** The entries of a zip, from its central directory (APPNOTE 4.3.12). */
function unzip(file: string): Map<string, Buffer> {
	const zip = readFileSync(file);
	const entries = new Map<string, Buffer>();
	let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16);
	while (zip.readUInt32LE(at) === 0x02014b50) {
		const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
			number,
			number,
			number,
		];
		const header = zip.readUInt32LE(at + 42);
		const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
		const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
		const content = zip.subarray(start, start + size);
		entries.set(name, method === 0 ? content : zlib.inflateRawSync(content));
		at += 46 + nameLength + extraLength + commentLength;
	}
	return entries;
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const classFile = appInfo().classFile.replace(/\.ts$/, '.js');
const script = (file: string): string => unzip(file).get(classFile)!.toString();

describe('the package', () => {
	test('is the same to the byte when somebody else builds it elsewhere', () => {
		const clone = mkdtempSync(join(tmpdir(), 'clone-'));
		try {
			const own = ['app.json', appInfo().iconFile, 'i18n', 'scripts', 'src', 'tsconfig.json'];
			for (const entry of [...own, 'package.json', 'package-lock.json']) {
				cpSync(join(root, entry), join(clone, entry), { recursive: true });
			}
			mkdirSync(join(clone, 'node_modules'));
			for (const name of readdirSync(join(root, 'node_modules'))) {
				const [from, to] = [join(root, 'node_modules', name), join(clone, 'node_modules', name)];
				// What goes into the package is there for real; the tools need not be.
				if (['jose', 'valibot'].includes(name)) cpSync(from, to, { recursive: true });
				else symlinkSync(from, to);
			}
			execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/package.ts'], { cwd: clone });
			expect(sha256(join(clone, 'dist', basename(packageFile())))).toBe(sha256(packageFile()));
		} finally {
			rmSync(clone, { recursive: true });
		}
	});

	test('holds what the engine reads, and nothing else', () => {
		const names = [...unzip(packageFile()).keys()].sort();
		expect(names.filter((name) => !name.startsWith('i18n/'))).toEqual(
			[classFile, 'app.json', appInfo().iconFile].sort(),
		);
		expect(names).toContain('i18n/en.json');
	});

	test('has one export, the class', () => {
		const exported: Record<string, unknown> = {};
		const engine = new Proxy({}, { get: () => class {} });
		const provided: Record<string, unknown> = { buffer, zlib };
		const module = { exports: exported };
		new Function('module', 'exports', 'require', script(packageFile()))(
			module,
			exported,
			(name: string) => provided[name] ?? engine,
		);
		expect(Object.keys(module.exports)).toEqual([appInfo().classFile.replace(/\.ts$/, '')]);
	});

	test.each(['.usernames', '.isOnline(', '.createToken('])('does not have "%s" in it', (text) => {
		expect(script(packageFile())).not.toContain(text);
	});

	test('asks for no module but the engine’s and two of Node.js, and for nothing that the runtime does not have', () => {
		const code = script(packageFile());
		const modules = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
		const others = modules.filter((name) => !name!.startsWith('@rocket.chat/apps-engine/'));
		expect(others.sort()).toEqual(['buffer', 'zlib']);
		expect(code.match(/\b(?:globalThis|Deno)\.|["']node:/g)).toBeNull();
	});

	test('is small: each web client of a workspace downloads the form\u2019s texts, each engine the rest', () => {
		const entries = [...unzip(packageFile())];
		const form = entries.filter(([name]) => name.startsWith('i18n/')).map(([, content]) => content.length);
		expect(statSync(packageFile()).size).toBeLessThan(362_000);
		expect(Buffer.byteLength(script(packageFile()))).toBeLessThan(664_000);
		expect(form.reduce((sum, size) => sum + size)).toBeLessThan(150_000);
	});

	test('tells nothing about where it was built', () => {
		for (const content of unzip(packageFile()).values()) {
			const text = content.toString('latin1');
			expect([root, tmpdir(), 'sourceMappingURL'].filter((trace) => text.includes(trace))).toEqual([]);
		}
	});
});

describe('what is beside the package', () => {
	const [hash, bom] = writeProofs(packageFile()).map((file) => readFileSync(file, 'utf8'));

	test('its hash, as sha256sum reads it', () => {
		const { stdout } = spawnSync('sha256sum', ['--check'], { cwd: join(root, 'dist'), input: hash });
		expect(stdout.toString()).toBe(`${basename(packageFile())}: OK\n`);
	});

	test('a bill of materials with the dependencies and nothing else, by hashes', () => {
		const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			dependencies: Record<string, string>;
		};
		const { bomFormat, components } = JSON.parse(bom!) as {
			bomFormat: string;
			components: Array<{ name: string; version: string; hashes: Array<{ alg: string }> }>;
		};
		expect(bomFormat).toBe('CycloneDX');
		expect(Object.fromEntries(components.map(({ name, version }) => [name, version]))).toEqual(dependencies);
		expect(components.map(({ hashes }) => hashes.map(({ alg }) => alg))).toEqual(components.map(() => ['SHA-512']));
	});

	test('is the same each time', () => {
		expect(writeProofs(packageFile()).map((file) => readFileSync(file, 'utf8'))).toEqual([hash, bom]);
	});
});

describe('the package for the marketplace', () => {
	let file: string;
	let source: string;
	beforeAll(async () => {
		({ compiled: file, source } = await packageForMarketplace());
	});

	test.each(['.usernames', '.isOnline(', '.createToken('])('does not have "%s" in it', (text) => {
		expect(script(file)).not.toContain(text);
	});

	test('says the same about the app', () => {
		const {
			implements: interfaces,
			permissions,
			...info
		} = JSON.parse(unzip(file).get('app.json')!.toString()) as ReturnType<typeof appInfo>;
		const own = appInfo();
		expect(info).toMatchObject({ id: own.id, version: own.version, requiredApiVersion: own.requiredApiVersion });
		expect([...interfaces].sort()).toEqual([...own.implements].sort());
		expect(permissions).toEqual(own.permissions);
	});

	test('its source can be read: functions, modules and texts have their names', () => {
		const code = unzip(source).get(appInfo().classFile)!.toString();
		const found = [/async function handleCallback\(/, /\/\/ src\/sign-in\/handleCallback\.ts\n/, /"back_to_login"/].map(
			(part) => part.test(code),
		);
		expect(found).toEqual([true, true, true]);
		const modules = [...code.matchAll(/^\s*\/\/ (src\/\S+\.ts)$/gm)].map(([, name]) => name!);
		expect(modules.length).toBeGreaterThan(300);
		expect(modules.filter((name) => !existsSync(join(root, name)))).toEqual([]);
	});

	test('its source builds to the same app, elsewhere', () => {
		const folder = mkdtempSync(join(tmpdir(), 'source-'));
		try {
			mkdirSync(join(folder, 'i18n'));
			for (const [name, content] of unzip(source)) writeFileSync(join(folder, name), content);
			symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
			rcApps(folder, 'package');
			const { nameSlug, version } = appInfo();
			const built = unzip(join(folder, 'dist', `${nameSlug}_${version}.zip`));
			// Which tool packed it, and when, is no part of the app.
			const hashes = (entries: Map<string, Buffer>): object =>
				Object.fromEntries(
					[...entries]
						.filter(([name]) => name !== '.packagedby')
						.map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
				);
			expect(hashes(built)).toEqual(hashes(unzip(file)));
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	test('signs somebody in', async () => {
		const scene = await Scene.setUp({ zip: file });
		await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
		await scene.stop();
	});
});
