import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import * as path from 'path';
import { Complaint } from './program';

/** What is read of CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/). */
interface Bom {
	readonly metadata: { readonly component: { readonly 'bom-ref': string } };
	readonly components: ReadonlyArray<{ readonly 'bom-ref': string }>;
	readonly dependencies: ReadonlyArray<{ readonly ref: string; readonly dependsOn: readonly string[] }>;
}

interface LockedPackage {
	readonly version: string;
	readonly dev?: boolean;
	readonly devOptional?: boolean;
	/** Not there on every system, so the package has no code of it. */
	readonly optional?: boolean;
}

/**
 * The software bill of materials of the package, by CycloneDX: the npm packages whose code is in it, with their hashes.
 * `npm sbom --omit dev` leaves out what a development tool needs as well, so the list is taken from the full one.
 *
 * @param root the folder with package-lock.json
 * @returns JSON, the same bytes for the same lock file and npm
 * @throws Complaint when a dependency is not in npm's list
 */
export function sbom(root: string): string {
	const full = npmSbom(root);
	const packed = packedRefs(root);
	const components = full.components.filter((component) => packed.has(component['bom-ref']));
	if (components.length < packed.size) {
		throw new Complaint(`npm sbom does not list all of ${[...packed].join(', ')}.`);
	}
	const app = full.metadata.component['bom-ref'];
	const dependencies = full.dependencies
		.filter(({ ref }) => ref === app || packed.has(ref))
		.map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => packed.has(other)) }));
	const metadata = { ...full.metadata, timestamp: undefined };
	return JSON.stringify({ ...full, serialNumber: undefined, metadata, components, dependencies }, null, 2);
}

function npmSbom(root: string): Bom {
	const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
	return JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })) as Bom;
}

/** `name@version` of what is installed for more than development. */
function packedRefs(root: string): ReadonlySet<string> {
	const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, LockedPackage>;
	};
	const refs = Object.entries(packages)
		.filter(([folder, { dev, devOptional, optional }]) => folder !== '' && !dev && !devOptional && !optional)
		.map(([folder, { version }]) => `${folder.replace(/^.*node_modules\//, '')}@${version}`);
	return new Set(refs);
}
