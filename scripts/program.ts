/** What the person at the command line can mend. */
export class Complaint extends Error {}

/** Runs a program to its end. A complaint is told as it is, in one sentence; anything else is a fault, with its stack. */
export async function run(program: () => void | Promise<void>): Promise<void> {
	try {
		await program();
	} catch (error) {
		console.error(error instanceof Complaint ? error.message : error);
		process.exit(1);
	}
}
