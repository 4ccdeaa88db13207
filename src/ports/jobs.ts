/** The jobs that the app has done at a time of its choice. */
export type JobId = 'endings' | 'checks' | 'upkeep' | 'import';

/** Work for later, which whichever instance of the server is free does; it outlives a restart. */
export interface Jobs {
	/**
	 * @param at milliseconds since 1970
	 * @param data what the job is given
	 */
	schedule(job: JobId, at: number, data?: Readonly<Record<string, number>>): Promise<void>;
}
