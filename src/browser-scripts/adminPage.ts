import type { AdminPageScriptData } from './data';
import { exportParts } from './parts/admin/exportParts';
import { importFile } from './parts/admin/importFile';

/**
 * What the pages for administrators have beyond plain HTML: times in the reader's time zone, buttons that copy, files that
 * are read into a field, and exports and imports of any size by one click. Without it, times are in UTC, texts are selected
 * by hand, files pasted, and large ones moved part by part.
 */
export default function adminPage({ lang, copy, copied, chooseFile, sending, exported }: AdminPageScriptData): void {
	document.querySelectorAll('time').forEach((time) => {
		const at = new Date(time.dateTime);
		time.textContent = at.toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'medium' } as object);
		time.removeAttribute('dir');
	});
	document.querySelectorAll<HTMLElement>('[data-copy]').forEach((source) => {
		const button = buttonOf(copy);
		button.setAttribute('aria-describedby', source.id);
		const told = document.createElement('span');
		told.setAttribute('role', 'status');
		button.addEventListener('click', () => {
			const range = document.createRange();
			range.selectNodeContents(source);
			const selection = window.getSelection();
			if (selection) {
				selection.removeAllRanges();
				selection.addRange(range);
			}
			// Where there is no clipboard, as over plain HTTP, the text is at least selected.
			const { clipboard } = window.navigator;
			if (!clipboard) return;
			clipboard.writeText(source.textContent || '').then(
				() => (told.textContent = copied),
				() => undefined,
			);
		});
		source.after(button, told);
	});
	document.querySelectorAll<HTMLTextAreaElement>('textarea[data-file]').forEach((field) => {
		const label = document.createElement('label');
		label.className = 'field';
		label.textContent = chooseFile;
		const input = document.createElement('input');
		input.type = 'file';
		if (field.dataset.largest) importFile(field, input, sending);
		else
			input.addEventListener('change', () => {
				const file = input.files && input.files[0];
				if (!file) return;
				file.text().then(
					(text) => (field.value = text),
					() => undefined,
				);
			});
		label.append(input);
		(field.closest('label') || field).before(label);
	});
	document.querySelectorAll<HTMLElement>('[data-parts]').forEach((place) => {
		exportParts(place, document.querySelector<HTMLButtonElement>('button[name=range]')!.form!, exported);
	});
}

function buttonOf(text: string): HTMLButtonElement {
	const button = document.createElement('button');
	button.type = 'button';
	button.className = 'button small';
	button.textContent = text;
	return button;
}
