export function show(id: string, visible: boolean): void {
	const element = document.getElementById(id);
	if (element) element.hidden = !visible;
}

export function tell(id: string, text: string): void {
	elementWith(id).textContent = text;
}

/** An element that the page has for certain: the server's template and the script are of one version. */
export function elementWith(id: string): HTMLElement {
	return document.getElementById(id)!;
}

export function inputWith(id: string): HTMLInputElement {
	return elementWith(id) as HTMLInputElement;
}
