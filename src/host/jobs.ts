import type { IModify } from '@rocket.chat/apps-engine/definition/accessors';
import type { JobId, Jobs } from '../ports/jobs';

/** The server's scheduler. */
export class AppJobs implements Jobs {
	constructor(private readonly modify: IModify) {}

	async schedule(id: JobId, at: number, data?: Readonly<Record<string, number>>): Promise<void> {
		await this.modify.getScheduler().scheduleOnce({ id, when: new Date(at), ...(data ? { data } : {}) });
	}
}
