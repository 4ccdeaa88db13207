import type { JobId, Jobs } from '../../../src/ports/jobs';

/** Keeps what was scheduled, and runs nothing. */
export class RecordingJobs implements Jobs {
	readonly scheduled: Array<{ readonly id: JobId; readonly at: number }> = [];
	/** The server's scheduler does not answer. */
	broken = false;

	async schedule(id: JobId, at: number): Promise<void> {
		if (this.broken) throw new Error('no scheduler');
		this.scheduled.push({ id, at });
	}
}
