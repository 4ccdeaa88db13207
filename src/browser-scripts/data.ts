/** What the pages give to the scripts: types only, and JSON only. They are the one thing that the server's code shares. */

export type LoginButton = {
	readonly id: string;
	/** What is on the button. */
	readonly label: string;
	/** The provider's name, for the tooltip. */
	readonly title: string;
	/** Path of `login/<provider>`. */
	readonly href: string;
	/** `default`: a popup where there is room for one and a mouse, else a redirect. */
	readonly style: 'popup' | 'redirect' | 'default';
	readonly color?: string | undefined;
	readonly labelColor?: string | undefined;
	/** An image as `data:` URL. */
	readonly icon?: string | undefined;
};

export type LoginPageTexts = {
	readonly or: string;
	readonly group: string;
	readonly popupBlocked: string;
	/** Shown while the popup is open. */
	readonly popupOpen: string;
	readonly showWindow: string;
	readonly cancel: string;
	readonly unfinished: string;
	/** Marks the button that signed this browser in last. */
	readonly usedLast: string;
	/** Shown while the page leads on without a click; empty where it does not. */
	readonly straight: string;
	/** Shown in the desktop client when the sign-in continues in the system's browser. */
	readonly inBrowser: string;
};

export type LoginPageData = {
	readonly providers: readonly LoginButton[];
	readonly texts: LoginPageTexts;
	/** Of the texts, which may be others than the page's. */
	readonly lang: string;
	readonly dir: 'ltr' | 'rtl';
	/** Id of the provider that the page leads on to without a click. */
	readonly straightTo?: string | undefined;
	/** Path of the workspace's first page. */
	readonly homePath: string;
	/** `fold`: core's own CAS button, which leads to the same providers, is hidden where ours are. */
	readonly casButton: 'fold' | 'leave';
	/** `hide`: username, password and the button beside them are hidden where ours are. */
	readonly passwordForm: 'hide' | 'leave';
};

export type HandOffData = {
	/** The provider's id. */
	readonly provider: string;
	readonly userId: string;
	/** The login token. */
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly expires: number;
	/** Where Rocket.Chat's client looks for the session. */
	readonly storage: 'localStorage' | 'sessionStorage';
	readonly style: 'popup' | 'redirect';
	/** Where the browser goes then. */
	readonly home: string;
	/** The workspace as the mobile app knows it, where the sign-in can continue in that app; else empty. */
	readonly mobileApp: string;
};

export type LeavePopupData = {
	/** `id` of the link that leads back to the login page. */
	readonly backId: string;
};

export type SubmitFormData = {
	/** `id` of the form. */
	readonly formId: string;
};

export type SignOutData = {
	/** Of the workspace; '' without a sub-folder. */
	readonly path: string;
	/** Path of this page, which is told by POST that no session is left, and answers where to go. */
	readonly here: string;
	/** Secret of this page, in this browser. */
	readonly form: string;
	/** Without a click on the button. */
	readonly atOnce: boolean;
};

export type ProveAccountData = {
	/** Path of Rocket.Chat's REST API, with a slash at its end. */
	readonly api: string;
	readonly challenge: string;
	/** What happens to the session that this browser has: used at once, or passed over for a password. */
	readonly session: 'use' | 'ignore';
	readonly texts: Readonly<Record<'working' | 'signedOut' | 'failed' | 'refused' | 'code' | 'busy', string>>;
};

export type ExpectVisitorData = {
	readonly userId: string;
	/** Where the browser goes if it is signed in to another account, or to none. */
	readonly again: string;
};

export type GoToData = {
	readonly url: string;
};

export type AdminPageScriptData = {
	/** BCP 47. */
	readonly lang: string;
	/** Texts of buttons, and what is said once something was copied. */
	readonly copy: string;
	readonly copied: string;
	readonly chooseFile: string;
	/** With {part} and {parts}. */
	readonly sending: string;
	/** Of the button that downloads all parts of an export. */
	readonly exported: { readonly all: string; readonly part: string; readonly failed: string };
};
