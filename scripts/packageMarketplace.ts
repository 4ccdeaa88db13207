import { copyFileSync, mkdirSync, rmSync } from 'fs';
import * as path from 'path';
import { appInfo, root } from './package';
import { rcApps, stage } from './staging';

/** Builds `dist/<slug>_<version>_marketplace.zip` with `rc-apps`, for the marketplace's publisher portal. @returns its path */
export function packageForMarketplace(): string {
	const { nameSlug, version } = appInfo();
	const folder = stage();
	rcApps(folder, 'package');
	const file = path.join(root, 'dist', `${nameSlug}_${version}_marketplace.zip`);
	mkdirSync(path.dirname(file), { recursive: true });
	copyFileSync(path.join(folder, 'dist', `${nameSlug}_${version}.zip`), file);
	rmSync(folder, { recursive: true });
	return file;
}

if (require.main === module) {
	console.log(path.relative(root, packageForMarketplace()));
}
