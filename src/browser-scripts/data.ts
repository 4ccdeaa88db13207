/** What the pages give to the scripts: types only, and JSON only. They are the one thing that the server's code shares. */

export type LoginButton = {
	readonly id: string;
	/** What stands on the button. */
	readonly label: string;
	/** The provider's name, for the tooltip. */
	readonly title: string;
	/** Path of `login/<provider>`. */
	readonly href: string;
	/** `default`: a popup where there is room for one, else a redirect. */
	readonly style: 'popup' | 'redirect' | 'default';
	readonly color?: string | undefined;
	readonly labelColor?: string | undefined;
	/** An image as `data:` URL, or a path of this workspace. */
	readonly icon?: string | undefined;
};

export type LoginPageTexts = {
	readonly or: string;
	readonly group: string;
	readonly popupBlocked: string;
	readonly unfinished: string;
	/** Shown in the desktop client when the sign-in goes on in the system's browser. */
	readonly inBrowser: string;
};

export type LoginPageData = {
	readonly providers: readonly LoginButton[];
	readonly texts: LoginPageTexts;
	/** Path of the workspace's first page. */
	readonly homePath: string;
	/** `fold`: core's own CAS button, which leads to the same providers, is hidden where ours stand. */
	readonly casButton: 'fold' | 'leave';
	/** `hide`: username, password and the button beside them are hidden where ours stand. */
	readonly passwordForm: 'hide' | 'leave';
};

export type HandOffData = {
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
};
