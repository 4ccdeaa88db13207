import { packageApp } from '../scripts/package';

/** Tests load the package that users install: it is built once, before all of them. */
export default async function globalSetup(): Promise<void> {
	await packageApp();
}
