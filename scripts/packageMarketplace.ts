import { copyFileSync, mkdirSync } from 'fs';
import * as path from 'path';
import { appInfo, root } from './package';
import { run } from './program';
import { rcApps, withStage } from './staging';

/** Builds `dist/<slug>_<version>_marketplace.zip` with `rc-apps`, for the marketplace's publisher portal. @returns its path */
export async function packageForMarketplace(): Promise<string> {
	const { nameSlug, version } = appInfo();
	const file = path.join(root, 'dist', `${nameSlug}_${version}_marketplace.zip`);
	await withStage((folder) => {
		rcApps(folder, 'package');
		mkdirSync(path.dirname(file), { recursive: true });
		copyFileSync(path.join(folder, 'dist', `${nameSlug}_${version}.zip`), file);
	});
	return file;
}

if (require.main === module) {
	void run(async () => console.log(path.relative(root, await packageForMarketplace())));
}
