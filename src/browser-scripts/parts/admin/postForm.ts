/** Milliseconds to wait where the server has too many requests and does not say how long. */
const defaultWait = 5_000;

/**
 * Posts a form without leaving the page, and waits for as long as the server asks to. A redirect is not followed.
 *
 * @param more fields beside the hidden ones
 */
export async function postForm(form: HTMLFormElement, more: Readonly<Record<string, string>>): Promise<Response> {
	const body = new window.URLSearchParams();
	form.querySelectorAll<HTMLInputElement>('input[type=hidden]').forEach(({ name, value }) => body.set(name, value));
	Object.keys(more).forEach((name) => body.set(name, more[name]!));
	for (;;) {
		// A form with a field "action" has that field where its address would be.
		const answer = await window.fetch(form.getAttribute('action')!, { method: 'POST', body, redirect: 'manual' });
		if (answer.status !== 429) return answer;
		const seconds = Number(answer.headers.get('retry-after'));
		await new Promise((resolve) => window.setTimeout(resolve, seconds > 0 ? seconds * 1000 : defaultWait));
	}
}
