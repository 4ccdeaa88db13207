import { postForm } from './postForm';
import { splitFile } from './splitFile';

/**
 * Lets a field take a file of any size: what is too long for one request is sent in parts. The last part, or the one that
 * the server does not take, is posted by the form itself, so that the browser shows what the server answers.
 *
 * @param sending text with {part} and {parts}
 */
export function importFile(field: HTMLTextAreaElement, input: HTMLInputElement, sending: string): void {
	const largest = Number(field.dataset.largest);
	const form = field.form!;
	const told = document.createElement('p');
	told.setAttribute('role', 'status');
	form.append(told);
	let chosen: string | undefined;
	let isSending = false;
	input.addEventListener('change', () => {
		const file = input.files && input.files[0];
		if (!file) return;
		void file.text().then((content) => {
			// A field with megabytes of text makes the page slow.
			const isLong = content.length > largest;
			chosen = isLong ? content : undefined;
			field.value = isLong ? '' : content;
			field.placeholder = isLong ? file.name : '';
			field.required = !isLong;
		});
	});
	form.addEventListener('submit', (event) => {
		const content = chosen === undefined ? field.value : chosen;
		if (content.length <= largest) return;
		event.preventDefault();
		if (isSending) return;
		isSending = true;
		void send(splitFile(content, largest));
	});

	async function send(parts: readonly string[]): Promise<void> {
		let at = 0;
		for (; at < parts.length - 1; at++) {
			told.textContent = sending.replace('{part}', String(at + 1)).replace('{parts}', String(parts.length));
			const answer = await postForm(form, { file: parts[at]! }).catch(() => undefined);
			if (!answer || answer.type !== 'opaqueredirect') break;
		}
		chosen = undefined;
		field.value = parts[at]!;
		form.submit();
	}
}
