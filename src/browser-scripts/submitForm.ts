import type { SubmitFormData } from './data';

/** Posts the page's form without a click. */
export default function submitForm({ formId }: SubmitFormData): void {
	const form = document.getElementById(formId);
	if (form instanceof HTMLFormElement) form.submit();
}
