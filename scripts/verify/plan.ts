import type { Options } from './options';
import { providerName } from './provider';

export interface PlanFacts {
	readonly version: string;
	/** What becomes of the app, or that it is there. */
	readonly was: 'installed' | 'updated' | 'there';
	readonly options: Options;
	readonly usernames: readonly string[];
	readonly displayName: string;
}

const appLines: Record<PlanFacts['was'], string> = {
	installed: 'install the app, and uninstall it at the end;',
	updated: 'replace the app that is there by this one, which stays;',
	there: 'use the app that is there, as it is; its own notes of the sign-ins stay in it for a month;',
};

/** What a run makes on a server, for the person who decides. */
export function planOf({ version, was, options, usernames, displayName }: PlanFacts): string {
	const { settings, url, providerUrl } = options;
	const names = Object.keys(settings);
	return [
		`Rocket.Chat ${version} at ${url}. This program will`,
		`- ${appLines[was]}`,
		...(was === 'installed'
			? []
			: ['- leave an empty section of the provider in the form: an app cannot take one away;']),
		...(names.length > 0 ? [`- change the app's settings ${names.join(', ')}, and put them back at the end;`] : []),
		`- set up the custom provider ${providerName}, whose button is on the login page while this runs, and which knows three`,
		`  throw-away people and nobody else; it runs on this machine${providerUrl ? `, behind ${providerUrl}` : ''};`,
		`- make the accounts ${usernames.join(', ')}`,
		`  (“${displayName}”), and delete them at the end; the first of them joins the default channels;`,
		'- have the app take over the CAS settings and the scripts of the login page, as it always does while a provider is',
		'  enabled, and see to it that they are as before at the end.',
		'It reads the app’s log, and changes nothing that it did not make.',
	].join('\n');
}
