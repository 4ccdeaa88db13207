import { postForm } from './postForm';
import { joinFiles } from './splitFile';

export interface ExportTexts {
	readonly all: string;
	/** With {part} and {parts}. */
	readonly part: string;
	readonly failed: string;
}

/** Adds a button that downloads all parts of an export, one after the other, and saves them as one file. */
export function exportParts(place: HTMLElement, form: HTMLFormElement, texts: ExportTexts): void {
	const ranges = [...form.querySelectorAll<HTMLButtonElement>('button[name=range]')].map(({ value }) => value);
	const button = document.createElement('button');
	button.type = 'button';
	button.className = 'button primary';
	button.textContent = texts.all;
	const told = document.createElement('p');
	told.setAttribute('role', 'status');
	button.addEventListener('click', () => {
		button.disabled = true;
		void download().then(
			() => (told.textContent = ''),
			() => (told.textContent = texts.failed),
		);
	});
	place.append(button, told);

	async function download(): Promise<void> {
		const files: Array<Parameters<typeof joinFiles>[0][number]> = [];
		for (let at = 0; at < ranges.length; at++) {
			told.textContent = texts.part.replace('{part}', String(at + 1)).replace('{parts}', String(ranges.length));
			const answer = await postForm(form, { range: ranges[at]! });
			if (!answer.ok) throw new Error(String(answer.status));
			files.push((await answer.json()) as (typeof files)[number]);
		}
		const file = new window.Blob([JSON.stringify(joinFiles(files), null, '\t')], { type: 'application/json' });
		const link = document.createElement('a');
		link.href = window.URL.createObjectURL(file);
		link.download = 'oauth-login.json';
		link.click();
		window.URL.revokeObjectURL(link.href);
		button.disabled = false;
	}
}
