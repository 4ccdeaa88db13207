import type { Rooms } from '../../../src/ports/rooms';

/** Public channels, and who is in them. */
export class MemoryRooms implements Rooms {
	readonly members = new Map<string, Set<string>>();
	/** Each time that somebody was put into a room. */
	readonly joins: string[] = [];

	has(name: string, ...usernames: string[]): void {
		this.members.set(name, new Set(usernames));
	}

	async join(name: string, username: string): Promise<boolean> {
		const members = this.members.get(name);
		if (!members) return false;
		members.add(username);
		this.joins.push(`${username} -> ${name}`);
		return true;
	}

	async create(name: string, owner: string, members: readonly string[]): Promise<void> {
		if (this.members.has(name)) throw new Error(`A channel with name '${name}' exists`);
		if (name.includes(' ')) throw new Error(`${name} is not a valid room name`);
		this.has(name, owner, ...members);
	}

	of(name: string): string[] | undefined {
		const members = this.members.get(name);
		return members && [...members];
	}
}
