import { MeteorError } from '../errors';

/** What a request body may have: the first failure is reported, as core's validator words it. */
export interface Schema {
	required: string[];
	optional?: string[];
	/** Types of fields; default: string. */
	types?: Record<string, 'boolean' | 'array' | 'object'>;
}

/** @throws MeteorError `invalid-params` */
export function validateBody({ required, optional = [], types = {} }: Schema, body: Record<string, unknown>): void {
	for (const field of required) {
		if (body[field] === undefined) {
			throw invalid(`must have required property '${field}'`);
		}
	}
	if (Object.keys(body).some((field) => !required.includes(field) && !optional.includes(field))) {
		throw invalid('must NOT have additional properties');
	}
	for (const [field, value] of Object.entries(body)) {
		const type = types[field] ?? 'string';
		if (typeOf(value) !== type) {
			throw invalid(`must be ${type}`);
		}
	}
}

function typeOf(value: unknown): string {
	return Array.isArray(value) ? 'array' : typeof value;
}

export function invalid(message: string): MeteorError {
	return new MeteorError('invalid-params', message);
}
