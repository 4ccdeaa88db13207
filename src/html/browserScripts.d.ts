/**
 * The scripts of `src/browser-scripts`, each as the text of a function that takes one JSON value: bundled by
 * scripts/browserScripts.ts.
 */
declare module 'browser-script:adminPage' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').AdminPageScriptData>;
	export default script;
}
declare module 'browser-script:expectVisitor' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').ExpectVisitorData>;
	export default script;
}
declare module 'browser-script:goTo' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').GoToData>;
	export default script;
}
declare module 'browser-script:handOff' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').HandOffData>;
	export default script;
}
declare module 'browser-script:leavePopup' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').LeavePopupData>;
	export default script;
}
declare module 'browser-script:loginPage' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').LoginPageData>;
	export default script;
}
declare module 'browser-script:proveAccount' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').ProveAccountData>;
	export default script;
}
declare module 'browser-script:signOut' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').SignOutData>;
	export default script;
}
declare module 'browser-script:submitForm' {
	const script: import('./inline').BrowserScript<import('../browser-scripts/data').SubmitFormData>;
	export default script;
}
