// Prints what jest's report says, as one line: "N passed, N failed" and, where there are any, ", N skipped".
//
//   node scripts/countTests.mjs report.json
import { readFileSync } from 'node:fs';

const read = (file) => {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
};

const report = read(process.argv[2]);
if (!report) {
	// jest did not get to run: lint or type-check failed before.
	console.log('0 passed, 1 failed');
	process.exit(1);
}
// A file that can't be loaded has no test that could fail.
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(report.numPassedTests > 0 && failed === 0 ? 0 : 1);
