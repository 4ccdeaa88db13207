import type { Block } from './block';
import { follows, isCas, passwordParts, separatorOf, serviceGroup } from './coreForm';
import { fold } from './fold';

export interface Arrangement {
	readonly foldsCas: boolean;
	readonly hidesPassword: boolean;
}

/** Puts the block to the end of core's form, and hides what of the form is not wanted beside it. */
export function arrange(form: HTMLFormElement, block: Block, { foldsCas, hidesPassword }: Arrangement): void {
	const ours = block.element;
	const services = serviceGroup(form, ours);
	if (ours.parentNode !== form || (services && follows(services, ours))) {
		moveTo(form, ours);
		block.styleWithoutFuselage();
	}
	const password = passwordParts(form, ours);
	password.forEach((part) => fold(part, hidesPassword));
	const buttons = services ? Array.from(services.children) : [];
	const servicesStay = buttons.some((button) => !foldsCas || !isCas(button));
	buttons.filter(isCas).forEach((button) => fold(button, foldsCas));
	if (services) fold(services, !servicesStay);
	const separator = separatorOf(form, services, ours);
	const othersStay = servicesStay || (separator !== undefined && separator.hasMoreBelow);
	if (separator) fold(separator.element, !othersStay || hidesPassword);
	block.arrange(!othersStay && !hidesPassword && password.length > 0, othersStay);
}

/** A focused button stays focused. */
function moveTo(form: HTMLFormElement, element: HTMLElement): void {
	const focused = document.activeElement;
	form.appendChild(element);
	if (focused instanceof HTMLElement && element.contains(focused)) focused.focus();
}
