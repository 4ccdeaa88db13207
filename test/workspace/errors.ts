/** An error that core shows to callers, as `Meteor.Error` is: `message` is "reason [error]". */
export class MeteorError extends Error {
	constructor(
		readonly error: string | number,
		readonly reason?: string,
		readonly details?: unknown,
	) {
		super(reason ? `${reason} [${error}]` : `[${error}]`);
	}
}

/** What the database says. Login handlers let it through, and REST answers differ per line. */
export class DatabaseError extends Error {
	constructor(
		message: string,
		readonly code: number,
	) {
		super(message);
	}
}
