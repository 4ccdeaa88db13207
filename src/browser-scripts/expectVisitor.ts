import type { ExpectVisitorData } from './data';
import { sessionIn } from './parts/session';

/** Leaves the page if the browser is signed in to another account by now, or to none. */
export default function expectVisitor({ userId, again }: ExpectVisitorData): void {
	const session = sessionIn(window.localStorage) || sessionIn(window.sessionStorage);
	if (!session || session.userId !== userId) window.location.replace(again);
}
