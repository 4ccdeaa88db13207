/** What a request body may have: the first failure is reported, as core's validator words it. */
export interface Schema {
	required: string[];
	optional?: string[];
	/** Types of fields; default: string. */
	types?: Record<string, 'boolean' | 'array' | 'object'>;
}

/** A request that does not have the form of its endpoint. Its code differs from server to server: see `formError`. */
export class FormError extends Error {}

/** @throws FormError */
export function validateBody({ required, optional = [], types = {} }: Schema, body: Record<string, unknown>): void {
	for (const field of required) {
		if (body[field] === undefined) {
			throw new FormError(`must have required property '${field}'`);
		}
	}
	if (Object.keys(body).some((field) => !required.includes(field) && !optional.includes(field))) {
		throw new FormError('must NOT have additional properties');
	}
	for (const [field, value] of Object.entries(body)) {
		const type = types[field] ?? 'string';
		if (typeOf(value) !== type) {
			throw new FormError(`must be ${type}`);
		}
	}
}

function typeOf(value: unknown): string {
	return Array.isArray(value) ? 'array' : typeof value;
}
