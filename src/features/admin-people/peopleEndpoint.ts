import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { forAdmins, fromAdmins } from '../admin/adminEndpoint';
import { withQuery } from '../admin/adminFrame';
import { frameOf } from '../admin/frameOf';
import { learningNote } from '../people/coreEvents';
import type { LinkCount } from '../people/linkCounts';
import { countsOf, lastLinkCounts } from '../people/linkCounts';
import { connectRequest, findFit, noteDecision } from '../people/decideRequest';
import type { Place, ShownLink } from './peoplePage';
import { connectPage, doneKeys, peoplePage } from './peoplePage';
import { describeLink } from '../../accounts/describeLink';
import type { Link } from '../../accounts/links';
import { areMany, Links, linksBeside } from '../../accounts/links';
import type { AccountRequest } from '../../accounts/requests';
import { Requests } from '../../accounts/requests';
import { lastUses } from '../../attempts/attemptLog';
import { pageOf } from '../../attempts/filter';
import { tellOf, unlinkWithNotice } from '../../attempts/linkNotices';
import type { Visit } from '../../browser/visits';
import type { Call, Handlers } from '../../http/endpoint';
import { redirect, respond } from '../../http/respond';
import { allProviders } from '../../providers/registry';
import { providersByInstance } from '../../settings/providersByInstance';
import { readSite } from '../../settings/workspace';
import { text } from '../../values/parse';

/** Links on one page: only their accounts are looked up. */
const shown = 25;

/** Who waits for an admin, and who is linked to what. */
export const people: Handlers = {
	path: 'admin/people',
	retry: () => 'admin/people',
	get: forAdmins(show, () => 'admin/people'),
	post: fromAdmins(async (call, visit) => {
		const form = call.request.content as Record<string, unknown>;
		if (form.action === 'unlink') return unlink(form.identity, visit, call);
		const request = await waiting(form.reference, call);
		// Another admin has decided, or the person has asked for something else since the page was shown.
		if (!request) return back('gone', call);
		switch (form.action) {
			case 'approve':
				return approve(request, visit, call);
			case 'refuse':
				await new Requests(call.ports).answer(request, 'refused');
				noteDecision('request_refused', request, visit.userId, call.ports);
				return back('refused', call);
			case 'choose':
			case 'connect':
				return connect(request, form, visit, call);
			default:
				return back(undefined, call);
		}
	}),
};

/** By its reference, which is another as soon as what the admin was shown is. */
const waiting = async (reference: unknown, { ports }: Call): Promise<AccountRequest | undefined> =>
	(await new Requests(ports).waiting()).find((one) => one.reference === reference);

async function show(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports, request } = call;
	const { texts, frame } = await frameOf(call, visit);
	const who = typeof request.query.who === 'string' ? request.query.who.trim().replace(/^@/, '').slice(0, 64) : '';
	const [requests, found, instances, uses, note, name] = await Promise.all([
		new Requests(ports).waiting(),
		linksOf(who, call),
		providersByInstance(ports),
		lastUses(ports.store),
		learningNote(ports.store, ports.appSettings),
		namesOf(call),
	]);
	const { items, counts = [], ...place } = found;
	const { done } = request.query as { done?: unknown };
	return respond(
		peoplePage(texts, {
			...{ ...frame, requests, who, place },
			providerName: name,
			links: await Promise.all(
				items.map(async (link) => {
					const account = await ports.directory.byId(link.userId);
					const provider = instances.get(link.provider)?.name ?? texts.t('connections_unknown');
					return shownLink(link, account?.username ?? link.userId, provider, uses.get(link.identity));
				}),
			),
			counts: counts.map(({ provider, links }) => ({ name: name(provider), links })),
			note: [...(note ? [texts.t(note)] : []), texts.t('learning_others_unknown')].join(' '),
			done: typeof done === 'string' && Object.hasOwn(doneKeys, done) ? (done as keyof typeof doneKeys) : undefined,
		}),
	);
}

/** Links of one page, where it is among the others, and how many there are of each provider where it is of all. */
type FoundLinks = { readonly items: readonly Link[]; readonly counts?: readonly LinkCount[] } & Place;

/** Of one account, or of all, the newest first; where there are many, in the order of their identities, which are hashes. */
async function linksOf(who: string, { ports, request: { query } }: Call): Promise<FoundLinks> {
	const { store, directory } = ports;
	if (who !== '') {
		const account = await directory.byUsername(who);
		return pageOf(account ? await new Links(store).of(account.id) : [], query.page, shown);
	}
	if (!(await areMany(store))) {
		const all = await new Links(store).all();
		return { ...pageOf([...all].reverse(), query.page, shown), counts: await countsOf(all, store) };
	}
	const { before, after } = query as { readonly before?: unknown; readonly after?: unknown };
	const [side, from] = typeof before === 'string' ? (['before', before] as const) : (['after', text(after)] as const);
	const found = await linksBeside(side, from, shown + 1, store);
	const items = side === 'before' ? found.slice(-shown) : found.slice(0, shown);
	const [isFirst, isLast] = [
		side === 'before' ? found.length <= shown : from === '',
		side === 'after' && found.length <= shown,
	];
	return {
		...{ items, counts: await lastLinkCounts(store) },
		before: isFirst ? undefined : items[0]?.identity,
		after: isLast ? undefined : items.at(-1)?.identity,
	};
}

async function namesOf({ ports }: Call): Promise<(id: string) => string> {
	const names = new Map((await allProviders(ports.appSettings)).map(({ id, name }) => [id, name]));
	return (id) => names.get(id) ?? id;
}

function shownLink(link: Link, username: string, name: string, signedInAt: number | undefined): ShownLink {
	const { identity, linkedAt } = link;
	return { identity, username, provider: name, linkedAt, signedInAt, which: describeLink(link) };
}

async function approve(request: AccountRequest, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	// Approved or not, nobody gets a username that someone has.
	const taken = request.username !== undefined && (await ports.directory.byUsername(request.username));
	if (taken) return connect(request, { action: 'choose', username: taken.username }, visit, call);
	if (request.wish === 'create') {
		await new Requests(ports).answer(request, 'approved');
		noteDecision('request_approved', request, visit.userId, ports);
		return back('approved', call);
	}
	return back(undefined, call);
}

/** Shows the account that was chosen; and once that was seen, connects it. */
async function connect(
	request: AccountRequest,
	form: Readonly<Record<string, unknown>>,
	visit: Visit,
	call: Call,
): Promise<IApiResponse> {
	const { ports } = call;
	const username = typeof form.username === 'string' ? form.username.trim().replace(/^@/, '').slice(0, 255) : '';
	const fit = await findFit(request, username, visit.userId, ports);
	if (typeof fit !== 'string' && form.action === 'connect' && form.code === fit.code) {
		return back((await connectRequest(request, fit, visit.userId, ports)) ? 'connected' : 'untold', call);
	}
	const [{ texts, frame }, name] = await Promise.all([frameOf(call, visit), namesOf(call)]);
	const words = { reference: request.reference, person: request.name ?? request.username ?? '?', username };
	const found = typeof fit === 'string' ? texts.t(fit, words) : fit;
	return respond(connectPage(texts, { ...frame, request, providerName: name, found }));
}

/** The person who was linked is told; a form that is sent twice finds nothing the second time. */
async function unlink(identity: unknown, { userId: by }: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const links = new Links(ports.store);
	const { link } = typeof identity === 'string' ? await links.find(identity) : {};
	if (!link) return back('gone', call);
	await tellOf(await unlinkWithNotice(link, { event: 'link_removed', by, what: link.issuer }, ports), ports);
	return back('unlinked', call);
}

/** Never the answer to a form itself: loading it again would post again. */
async function back(done: keyof typeof doneKeys | undefined, { ports }: Call): Promise<IApiResponse> {
	const { path } = await readSite(ports.serverSettings);
	return redirect(withQuery(`${path}${ports.appPath}/admin/people`, { done }));
}
