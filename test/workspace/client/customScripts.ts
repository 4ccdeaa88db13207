import { createHash } from 'node:crypto';

export interface CustomScripts {
	/** Changes with the content: `/scripts_<sha-1>.js`. */
	readonly path: string;
	readonly content: string;
}

const events = ['Custom_Script_On_Logout', 'Custom_Script_Logged_Out', 'Custom_Script_Logged_In'];

/**
 * The three custom scripts as core serves them: one file, so that a syntax error in one of them silences all
 * (apps/meteor/app/ui-master/server/scripts.ts).
 */
export function customScripts(setting: (id: string) => unknown): CustomScripts {
	const content = events
		.map((event) => `window.addEventListener('${event}', function() {\n${setting(event) ?? ''}\n})\n`)
		.join('\n');
	return { path: `/scripts_${createHash('sha1').update(content).digest('hex')}.js`, content };
}
