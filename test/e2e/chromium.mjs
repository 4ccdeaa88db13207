/**
 * Unpacks the packaged Chromium once per version and prints one JSON line: `{ executablePath, environment }`, the
 * variables being those with which the browser finds the libraries and fonts that come with it.
 *
 * A program of its own: the package is configured by variables of its process, which the caller's must not see.
 */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const manifest = new URL('../../package.json', import.meta.resolve('@sparticuz/chromium'));
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
const home = path.join(os.tmpdir(), `oauth-login-chromium-${version}-${os.userInfo().uid}`);

if (!existsSync(home)) {
	// Unpacked aside and renamed: of two processes that start at once, neither sees a half-written browser.
	const aside = mkdtempSync(`${home}-`);
	process.env.TMPDIR = aside;
	process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'; // or it leaves out the libraries that a bare system lacks
	const { default: chromium } = await import('@sparticuz/chromium');
	await chromium.executablePath();
	const fonts = path.join(aside, 'fonts/fonts.conf');
	writeFileSync(fonts, readFileSync(fonts, 'utf8').replace(/<dir>[^<]*<\/dir>/, `<dir>${home}/fonts</dir>`));
	try {
		renameSync(aside, home);
	} catch {
		rmSync(aside, { recursive: true }); // the other process was faster
	}
}

console.log(
	JSON.stringify({
		executablePath: path.join(home, 'chromium'),
		environment: {
			LD_LIBRARY_PATH: path.join(home, 'al2023/lib'),
			FONTCONFIG_PATH: path.join(home, 'fonts'),
		},
	}),
);
