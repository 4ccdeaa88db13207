import type { ClientConfig } from '../publicSettings';
import { loginWithCas } from './cas';
import { actionLink, element } from './dom';
import type { LoginService } from './loginServices';
import { loadLoginServices, serviceNodes } from './loginServices';
import { post, RestError } from './rest';
import type { Session } from './session';

interface Field {
	readonly name: string;
	readonly label: string;
	readonly type?: 'text' | 'password';
	readonly placeholder?: string;
	readonly autocomplete: string;
	/** Shown under the input. */
	readonly link?: HTMLElement;
}

/** One of the forms that share the form element. */
interface View {
	readonly title: string;
	readonly fields: readonly Field[];
	readonly submitLabel: string;
	/** What stands beside the submit button. */
	readonly aside: readonly (Node | string)[];
	readonly hasFields: boolean;
	/** Service buttons belong to the login view only. */
	readonly hasServices: boolean;
	submit(values: Readonly<Record<string, string>>): Promise<void>;
}

type ViewName = 'login' | 'register' | 'resetPassword';

const titleId = 'login-form-title';

/**
 * Core's login form (packages/web-ui-registration). Other scripts add nodes of their own to it: this one replaces what
 * is its own, and leaves every other child of the form where it is.
 */
export class LoginForm {
	readonly root = element('form', {
		class: 'rcx-box rcx-box--full rcx-tile--elevation-1 rcx-tile',
		'aria-labelledby': titleId,
		'aria-describedby': 'welcomeTitle',
		tabindex: '-1',
		novalidate: '',
	});

	private readonly title = element('div', { class: 'rcx-box rcx-box--full login-form__title', id: titleId });
	private readonly container = element('div', { class: 'rcx-box rcx-box--full' });
	private readonly footer = element('footer', { class: 'rcx-box rcx-box--full login-form__footer' });
	private serviceNodes: readonly HTMLElement[] = [];
	private view: View;

	constructor(
		private readonly session: Session,
		private readonly config: ClientConfig,
		first: ViewName,
	) {
		const header = element('header', { class: 'rcx-box rcx-box--full login-form__header' }, this.title);
		this.root.append(header, this.container, this.footer);
		this.view = this.views[first]();
		this.draw();
		this.root.addEventListener('submit', (event) => {
			event.preventDefault();
			void this.submit();
		});
		void this.addServices();
	}

	private show(name: ViewName): void {
		this.view = this.views[name]();
		this.draw();
		this.root.focus();
	}

	private draw(): void {
		const { view } = this;
		this.title.textContent = view.title;
		document.title = `${view.title} - ${this.config.settings.Site_Name}`;
		this.container.replaceChildren(
			element('fieldset', { class: 'rcx-box rcx-box--full rcx-field-group', role: 'group' }, ...view.fields.map(field)),
		);
		this.footer.replaceChildren(
			element(
				'div',
				{ class: 'rcx-button-group rcx-button-group--align-start', role: 'group' },
				element(
					'button',
					{
						class: 'rcx-box rcx-box--full rcx-button--primary rcx-button rcx-button-group__item',
						type: 'submit',
					},
					element('span', { class: 'rcx-button--content' }, view.submitLabel),
				),
			),
			element('p', {}, ...view.aside),
		);
		if (!view.hasFields) {
			this.container.remove();
			this.footer.remove();
		}
		for (const node of this.serviceNodes) {
			if (view.hasServices) this.root.append(node);
			else node.remove();
		}
	}

	private readonly views: Readonly<Record<ViewName, () => View>> = {
		login: () => ({
			title: 'Login',
			fields: [
				{
					name: this.config.line === 6 ? 'username' : 'usernameOrEmail',
					label: 'Email or username',
					placeholder: this.config.settings.Accounts_EmailOrUsernamePlaceholder || 'example@example.com',
					autocomplete: 'username',
				},
				{
					name: 'password',
					label: 'Password',
					type: 'password',
					placeholder: this.config.settings.Accounts_PasswordPlaceholder,
					autocomplete: 'current-password',
					link: this.config.settings.Accounts_PasswordReset
						? actionLink({ class: 'rcx-box rcx-box--full rcx-field__link' }, 'Forgot your password?', () =>
								this.show('resetPassword'),
							)
						: undefined,
				},
			],
			submitLabel: 'Login',
			aside:
				this.config.settings.Accounts_RegistrationForm === 'Public'
					? ['New here? ', actionLink({}, 'Create an account', () => this.show('register'))]
					: [],
			hasFields: this.config.settings.Accounts_ShowFormLogin,
			hasServices: true,
			submit: ({ usernameOrEmail, username, password }) =>
				this.session.login({ user: usernameOrEmail ?? username, password }),
		}),
		register: () => ({
			title: 'Create an account',
			fields: [
				{ name: 'name', label: 'Name', placeholder: 'Jane Doe', autocomplete: 'name' },
				{ name: 'email', label: 'Email', placeholder: 'example@example.com', autocomplete: 'email' },
				{ name: 'username', label: 'Username', placeholder: 'jane.doe', autocomplete: 'username' },
				{ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' },
			],
			submitLabel: 'Join your team',
			aside: [this.backToLogin()],
			hasFields: true,
			hasServices: false,
			submit: async ({ name, email, username, password }) => {
				await post('/api/v1/users.register', { name, email, username, pass: password });
				await this.session.login({ user: username, password });
			},
		}),
		resetPassword: () => ({
			title: 'Reset password',
			fields: [{ name: 'email', label: 'Email', placeholder: 'example@example.com', autocomplete: 'email' }],
			submitLabel: 'Reset',
			aside: [this.backToLogin()],
			hasFields: true,
			hasServices: false,
			submit: async ({ email }) => {
				await post('/api/v1/users.forgotPassword', { email });
				this.say('status', 'success', 'If that address belongs to an account, an email is on its way.');
			},
		}),
	};

	private backToLogin(): HTMLElement {
		return actionLink({}, 'Back to Login', () => this.show('login'));
	}

	private async submit(): Promise<void> {
		const inputs = [...this.container.querySelectorAll('input')];
		this.clearErrors();
		const empty = inputs.filter((input) => input.value === '');
		for (const input of empty) fieldError(input, `${input.dataset.label} is required`);
		if (empty.length > 0) return empty[0]?.focus();

		this.setBusy(true);
		try {
			await this.view.submit(Object.fromEntries(inputs.map((input) => [input.name, input.value])));
		} catch (error) {
			this.report(error);
		} finally {
			this.setBusy(false);
		}
	}

	/** While a login runs, neither the fields nor the services' buttons take anything. "Login on web" does. */
	private setBusy(busy: boolean): void {
		const groups = this.serviceNodes.flatMap((node) => [...node.querySelectorAll('button')]);
		for (const node of [...this.container.querySelectorAll('fieldset'), ...groups])
			node.toggleAttribute('disabled', busy);
	}

	private report(error: unknown): void {
		const password = this.container.querySelector<HTMLInputElement>('input[name=password]');
		if (password && error instanceof RestError && error.id === 'Unauthorized') {
			fieldError(password, 'User not found or incorrect password');
		} else {
			this.say('alert', 'danger', (error instanceof RestError && error.message) || 'The server did not answer.');
		}
	}

	private say(role: 'alert' | 'status', type: 'danger' | 'success', text: string): void {
		this.container.append(
			element('div', { class: `rcx-box rcx-box--full rcx-callout rcx-callout--type-${type}`, role }, text),
		);
	}

	private clearErrors(): void {
		for (const node of this.container.querySelectorAll('.rcx-field__error, .rcx-callout')) node.remove();
		for (const input of this.container.querySelectorAll('[aria-invalid]')) {
			input.removeAttribute('aria-invalid');
			input.removeAttribute('aria-describedby');
		}
	}

	/** As in core, the services come late, and to the end of the form: after whatever a custom script put there. */
	private async addServices(): Promise<void> {
		this.serviceNodes = serviceNodes(await loadLoginServices(), {
			config: this.config,
			desktop: window.RocketChatDesktop,
			open: (service) => void this.openService(service),
		});
		if (this.view.hasServices) this.root.append(...this.serviceNodes);
	}

	/** Only CAS has a way in here; a popup that comes back without a ticket leaves the form without a word, as in core. */
	private async openService({ service }: LoginService): Promise<void> {
		if (service === 'cas') await loginWithCas(this.session, this.config).catch(() => undefined);
	}
}

function field({ name, label, type = 'text', placeholder = '', autocomplete, link }: Field): HTMLElement {
	const id = `login-${name}`;
	const input = element('input', {
		class: `rcx-box rcx-box--full rcx-box--animated rcx-input-box--type-${type} rcx-input-box`,
		id,
		name,
		type,
		placeholder,
		autocomplete,
		autocapitalize: 'none',
		'data-label': label,
	});
	const required = element('span', { class: 'rcx-box rcx-box--full rcx-label__required', 'aria-hidden': 'true' }, '*');
	return element(
		'div',
		{ class: 'rcx-box rcx-box--full rcx-field rcx-field-group__item' },
		element('label', { class: 'rcx-box rcx-box--full rcx-label rcx-field__label', for: id }, label, ' ', required),
		element('span', { class: 'rcx-box rcx-box--full rcx-field__row' }, type === 'password' ? concealed(input) : input),
		...(link ? [element('span', { class: 'rcx-box rcx-box--full rcx-field__row rcx-field__row--end' }, link)] : []),
	);
}

/** A password's input with the eye that shows it: an icon, not a button, and so out of the keyboard's way, as in core. */
function concealed(input: HTMLInputElement): HTMLElement {
	const eye = element('i', { class: 'rcx-box rcx-box--full rcx-icon--name-eye-off rcx-icon', 'aria-hidden': 'true' });
	eye.addEventListener('click', () => {
		input.type = input.type === 'password' ? 'text' : 'password';
		eye.classList.toggle('rcx-icon--name-eye-off', input.type === 'password');
		eye.classList.toggle('rcx-icon--name-eye', input.type === 'text');
	});
	return element(
		'label',
		{ class: 'rcx-box rcx-box--full rcx-label rcx-input-box__wrapper' },
		input,
		element('span', { class: 'rcx-box rcx-box--full rcx-input-box__addon' }, eye),
	);
}

function fieldError(input: HTMLInputElement, text: string): void {
	const id = `${input.id}-error`;
	input.setAttribute('aria-invalid', 'true');
	input.setAttribute('aria-describedby', id);
	input
		.closest('.rcx-field__row')
		?.after(element('span', { class: 'rcx-box rcx-box--full rcx-field__error', id, role: 'alert' }, text));
}
