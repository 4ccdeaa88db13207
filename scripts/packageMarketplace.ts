import { copyFileSync } from 'fs';
import * as path from 'path';
import { appInfo, root, writeZip } from './package';
import { run } from './program';
import { rcApps, stagedFiles, withStage } from './staging';

/** What the marketplace is given, by paths: both hold the same app. */
export interface MarketplacePackages {
	/** As `rc-apps package` builds it. */
	readonly compiled: string;
	/** What that was built from, for those who read the code: `rc-apps package` in its folder gives the other one. */
	readonly source: string;
}

/** Builds `dist/<slug>_<version>_marketplace.zip` and `…_source.zip`, for the marketplace's publisher portal. */
export async function packageForMarketplace(): Promise<MarketplacePackages> {
	const { nameSlug, version } = appInfo();
	const dist = (suffix: string): string => path.join(root, 'dist', `${nameSlug}_${version}_${suffix}.zip`);
	const packages = { compiled: dist('marketplace'), source: dist('source') };
	await withStage(async (folder) => {
		// Before `rc-apps`, which writes into app.json.
		await writeZip(packages.source, stagedFiles(folder));
		rcApps(folder, 'package');
		copyFileSync(path.join(folder, 'dist', `${nameSlug}_${version}.zip`), packages.compiled);
	});
	return packages;
}

if (require.main === module) {
	void run(async () => {
		for (const file of Object.values(await packageForMarketplace())) console.log(path.relative(root, file));
		const { support, homepage } = appInfo().author;
		if (!support || !homepage)
			console.log('The portal asks for author.support and author.homepage in app.json: fill them in.');
	});
}
