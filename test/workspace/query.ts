import { DatabaseError } from './errors';

/**
 * Does `value` satisfy `condition`, as a database would read it? A condition that is an object with `$` keys is
 * operators (which is what object injection is about), anything else is compared for equality.
 * @throws DatabaseError for an operator that the database refuses.
 */
export function matches(value: unknown, condition: unknown): boolean {
	if (condition instanceof RegExp) {
		return typeof value === 'string' && condition.test(value);
	}
	if (!isOperators(condition)) {
		return equals(value, condition);
	}
	return Object.entries(condition).every(([operator, operand]) => apply(operator, operand, value));
}

function isOperators(condition: unknown): condition is Record<string, unknown> {
	return (
		typeof condition === 'object' && condition !== null && Object.keys(condition).some((key) => key.startsWith('$'))
	);
}

function equals(value: unknown, condition: unknown): boolean {
	return value === condition || (value === undefined && condition === null);
}

function apply(operator: string, operand: unknown, value: unknown): boolean {
	switch (operator) {
		case '$eq':
			return equals(value, operand);
		case '$ne':
			return !equals(value, operand);
		case '$gt':
			return compare(value, operand, (difference) => difference > 0);
		case '$gte':
			return compare(value, operand, (difference) => difference >= 0);
		case '$lt':
			return compare(value, operand, (difference) => difference < 0);
		case '$lte':
			return compare(value, operand, (difference) => difference <= 0);
		case '$in':
			return list(operator, operand).some((each) => equals(value, each));
		case '$nin':
			return !list(operator, operand).some((each) => equals(value, each));
		case '$exists':
			return (value !== undefined) === Boolean(operand);
		case '$regex':
			return typeof value === 'string' && pattern(operand).test(value);
		default:
			throw new DatabaseError(`unknown operator: ${operator}`, 2);
	}
}

/** Values of different types never compare. */
function compare(value: unknown, operand: unknown, test: (difference: number) => boolean): boolean {
	if (typeof value === 'string' && typeof operand === 'string') {
		return test(value < operand ? -1 : Number(value > operand));
	}
	return typeof value === 'number' && typeof operand === 'number' && test(value - operand);
}

function list(operator: string, operand: unknown): unknown[] {
	if (!Array.isArray(operand)) {
		throw new DatabaseError(`${operator} needs an array`, 2);
	}
	return operand;
}

/** @throws DatabaseError for an invalid pattern. */
export function pattern(source: unknown, flags = ''): RegExp {
	try {
		return new RegExp(String(source), flags);
	} catch (error) {
		throw new DatabaseError(`Regular expression is invalid: ${(error as Error).message}`, 51091);
	}
}
