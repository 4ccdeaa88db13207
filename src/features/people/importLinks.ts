import { readSubject } from '../../identity/claimMap';
import { instanceOf } from '../../providers/instance';
import { findProvider } from '../../providers/registry';
import { readProvider } from '../../settings/provider';
import { isPrivileged } from '../../accounts/decide';
import type { ImportRow, PlannedRow, RowFacts } from './linkImport';
import { planImport } from './linkImport';
import type { LinkNotice, NoticePorts } from '../../attempts/linkNotices';
import { dropNotice, linkWithNotice } from '../../attempts/linkNotices';
import type { Link } from '../../accounts/links';
import { identityKey, Links } from '../../accounts/links';
import { serverOf } from './accountServer';
import { readPrivilegedRoles } from '../../accounts/policy';
import { Sealer } from '../../browser/seal';
import type { Needs, Sealing } from '../../ports/ports';

/** What an import would do. */
export interface Preview {
	readonly rows: readonly PlannedRow[];
	/** Belongs to exactly this list and this outcome; a person who knows both cannot make it. */
	readonly code: string;
}

/** Whose people a row can be about. */
type People = Pick<Link, 'provider' | 'issuer'> | 'incomplete' | 'unknown';

/** So many rows are looked up at the same time. */
const chunk = 25;

/** Brings links along that another login has made: core's own, by a list from its database. */
export class LinkImport {
	private readonly links: Links;
	private readonly people = new Map<string, Promise<People>>();

	constructor(private readonly ports: NoticePorts & Sealing & Needs<'transport'>) {
		this.links = new Links(ports.store);
	}

	async preview(rows: readonly ImportRow[]): Promise<Preview> {
		const privilegedRoles = await readPrivilegedRoles(this.ports.appSettings);
		const facts: RowFacts[] = [];
		for (let at = 0; at < rows.length; at += chunk) {
			facts.push(...(await Promise.all(rows.slice(at, at + chunk).map((row) => this.factsOf(row, privilegedRoles)))));
		}
		const planned = planImport(rows, facts);
		const outcome = planned.map((row) => [row.provider, row.subject, row.username, row.verdict, row.facts.account?.id]);
		return { rows: planned, code: await new Sealer(this.ports).code(['links', JSON.stringify(outcome)]) };
	}

	/**
	 * Makes the links that a preview promised: all of them, or none.
	 *
	 * @param code of that preview
	 * @param by id of the admin
	 * @returns their notices, which are to be told; undefined where something is no longer as it was shown
	 */
	async apply(rows: readonly ImportRow[], code: string, by: string): Promise<LinkNotice[] | undefined> {
		const preview = await this.preview(rows);
		if (preview.code !== code) return undefined;
		const made: Link[] = [];
		const notices: LinkNotice[] = [];
		try {
			for (const row of preview.rows) {
				if (row.verdict !== 'will_link') continue;
				const link = await this.linkOf(row);
				made.push(link);
				const news = { message: 'link_made', entry: { event: 'link_made', by, what: link.issuer } } as const;
				notices.push(await linkWithNotice(link, news, this.ports));
			}
		} catch (error) {
			await Promise.allSettled(
				made.map(async (link) => {
					await this.links.takeBack(link);
					await dropNotice(link, this.ports);
				}),
			);
			throw error;
		}
		return notices;
	}

	private async factsOf(
		{ provider, subject, username }: ImportRow,
		privilegedRoles: readonly string[],
	): Promise<RowFacts> {
		const people = await this.peopleOf(provider);
		const facts: RowFacts = { provider: 'ready', hasAnother: false, privileged: false };
		if (people === 'unknown' || people === 'incomplete') return { ...facts, provider: people };
		if (!isSubject(subject)) return facts;
		const [link, account] = await Promise.all([
			identityKey({ ...people, subject }).then((identity) => this.links.find(identity)),
			this.ports.directory.byUsername(username),
		]);
		const others = account ? await this.links.of(account.id) : [];
		return {
			provider: 'ready',
			link,
			account,
			hasAnother: others.some((one) => one.provider === people.provider && one.identity !== link.identity),
			privileged: account !== undefined && isPrivileged(account, { privilegedRoles }),
		};
	}

	private peopleOf(id: string): Promise<People> {
		const known = this.people.get(id) ?? this.readPeople(id);
		this.people.set(id, known);
		return known;
	}

	private async readPeople(id: string): Promise<People> {
		const definition = await findProvider(id, this.ports.appSettings);
		if (!definition) return 'unknown';
		const provider = await readProvider(definition, this.ports.appSettings);
		const server = provider.issuer && (await serverOf(provider, this.ports).catch(() => undefined));
		if (!server) return 'incomplete';
		return { provider: await instanceOf(id, this.ports.store), issuer: server.issuer };
	}

	private async linkOf({ provider, subject, facts }: PlannedRow): Promise<Link> {
		const people = (await this.peopleOf(provider)) as Pick<Link, 'provider' | 'issuer'>;
		const { identity, generation } = facts.link!;
		const userId = facts.account!.id;
		const casUser = (await this.links.of(userId)).at(-1)?.casUser;
		return {
			...people,
			identity,
			subject,
			generation,
			casUser,
			userId,
			linkedAt: this.ports.now(),
			origin: 'import',
		};
	}
}

function isSubject(subject: string): boolean {
	try {
		return readSubject({ subject: 'id' }, { id: subject }) === subject;
	} catch {
		return false;
	}
}
