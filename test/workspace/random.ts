import { createHash, randomBytes } from 'node:crypto';

const UNMISTAKABLE = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

/** 17 characters that are hard to mistake for each other: Meteor's document id. */
export function randomId(): string {
	return Array.from(randomBytes(17), (byte) => UNMISTAKABLE[byte % UNMISTAKABLE.length]).join('');
}

/** 43 characters: Meteor's login token. */
export function randomSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** 24 hexadecimal characters: the database's own document id. */
export function objectId(): string {
	return randomBytes(12).toString('hex');
}

/** How login tokens are stored. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('base64');
}

export function sha256Hex(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
