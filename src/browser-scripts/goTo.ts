import type { GoToData } from './data';

/** Takes the page's place in the history. */
export default function goTo({ url }: GoToData): void {
	window.location.replace(url);
}
