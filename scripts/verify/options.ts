import { parseArgs } from 'node:util';
import { Complaint } from '../program';

export interface TokenCredentials {
	readonly userId: string;
	readonly token: string;
}

export interface PasswordCredentials {
	readonly username: string;
	readonly password: string;
	/** Of the second factor: by e-mail or from an authenticator app. */
	readonly code?: string | undefined;
}

export type Credentials = TokenCredentials | PasswordCredentials;

export interface Options {
	/** `Site_Url`, without a slash at its end. */
	readonly url: string;
	readonly credentials: Credentials;
	/** Whether an app that is there already is replaced. */
	readonly update: boolean;
	/** Path of the package. Default: the one that `npm run package` builds. */
	readonly zip?: string | undefined;
	/** Where the server and the browser reach the demo provider. Default: its own loopback address. */
	readonly providerUrl?: string | undefined;
	/** 0: any free port. */
	readonly providerPort: number;
	/** `none`: no browser. Default: the one of the tests. */
	readonly browser?: string | undefined;
	/** Whether the browser accepts a certificate that it cannot check. */
	readonly anyCertificate: boolean;
	/** Domain of the e-mail addresses of the throw-away accounts. */
	readonly emailDomain: string;
	/** Settings of the app during the run, by their ids. */
	readonly settings: Readonly<Record<string, string>>;
	/** How many sign-ins are measured. */
	readonly signIns: number;
}

export interface Command extends Options {
	readonly json: boolean;
	/** Nobody is asked. */
	readonly yes: boolean;
	/** Only removes what an earlier run has left. */
	readonly cleanUp: boolean;
}

export const help = `npm run verify -- --url https://chat.example.com [credentials] [options]

Tries the app on a real Rocket.Chat server, removes everything that it made there, and prints a table of what holds.
It says beforehand what it will make, and asks. docs/verify.md explains it.

Credentials of an administrator; the variables keep them out of the list of processes:
  --userid <id>         VERIFY_USER_ID     and
  --token <token>       VERIFY_TOKEN       a personal access token, made with "Ignore Two Factor Authentication"; or
  --username <name>     VERIFY_USERNAME    and
  --password <text>     VERIFY_PASSWORD    and, if the server asks for it,
  --code <code>         VERIFY_CODE        the second factor

Options:
  --update              replace the app that is there by this one (this stays; default: use the one that is there)
  --package <file>      install this package (default: build it)
  --provider-url <url>  where the server reaches the demo provider of this machine (default: its loopback address)
  --provider-port <n>   port of the demo provider on 127.0.0.1 (default: any free one)
  --browser <file>      another browser than the one of the tests, a Chromium; "none": no browser
  --any-certificate     the browser accepts a certificate that it cannot check (for the rest: NODE_EXTRA_CA_CERTS)
  --email-domain <d>    of the throw-away accounts' addresses (default: oauth-login-verify.example)
  --setting <id>=<v>    a setting of the app during the run; can be repeated
  --sign-ins <n>        how many sign-ins are measured (default: 5)
  --json                print JSON instead of the table
  --yes                 do not ask
  --clean-up            only remove what an earlier run has left on this server
  --help

Exit code: 0 if every row holds, else 1.`;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param args without the program's name
 * @returns undefined where help is asked for
 * @throws Complaint about what is missing or unknown
 */
export function readCommand(args: readonly string[], env: Environment): Command | undefined {
	const values = parse(args);
	if (values.help) return undefined;
	return {
		url: serverUrl(values.url),
		credentials: readCredentials({
			userId: values.userid ?? env.VERIFY_USER_ID,
			token: values.token ?? env.VERIFY_TOKEN,
			username: values.username ?? env.VERIFY_USERNAME,
			password: values.password ?? env.VERIFY_PASSWORD,
			code: values.code ?? env.VERIFY_CODE,
		}),
		update: values.update ?? false,
		zip: values.package,
		providerUrl: values['provider-url'] === undefined ? undefined : addressOf(values['provider-url'], '--provider-url'),
		providerPort: wholeNumber('--provider-port', values['provider-port'] ?? '0', 0),
		browser: values.browser,
		anyCertificate: values['any-certificate'] ?? false,
		emailDomain: values['email-domain'] ?? 'oauth-login-verify.example',
		settings: Object.fromEntries((values.setting ?? []).map(assignment)),
		signIns: wholeNumber('--sign-ins', values['sign-ins'] ?? '5', 1),
		json: values.json ?? false,
		yes: values.yes ?? false,
		cleanUp: values['clean-up'] ?? false,
	};
}

function parse(args: readonly string[]) {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	try {
		return parseArgs({
			args: [...args],
			options: {
				...{ url: text, userid: text, token: text, username: text, password: text, code: text },
				...{ update: flag, package: text, 'provider-url': text, 'provider-port': text },
				...{ browser: text, 'any-certificate': flag, 'email-domain': text, 'sign-ins': text },
				setting: { type: 'string', multiple: true },
				...{ json: flag, yes: flag, 'clean-up': flag, help: flag },
			},
		}).values;
	} catch (error) {
		throw new Complaint(`${(error as Error).message}\nnpm run verify -- --help lists the options.`);
	}
}

function serverUrl(value: string | undefined): string {
	const asks = 'Say which server: npm run verify -- --url https://chat.example.com (--help lists the options).';
	if (value === undefined) throw new Complaint(asks);
	return addressOf(value, '--url');
}

/** Without a slash at its end. */
function addressOf(value: string, option: string): string {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (!url || !/^https?:$/.test(url.protocol))
		throw new Complaint(`${option} takes an address with http:// or https://.`);
	return (url.origin + url.pathname).replace(/\/+$/, '');
}

function readCredentials(given: Readonly<Record<string, string | undefined>>): Credentials {
	const { userId, token, username, password, code } = given;
	if (userId && token) return { userId, token };
	if (username && password) return { username, password, code };
	throw new Complaint(
		'Say who you are: --userid and --token, or --username and --password (--help lists the options and variables).',
	);
}

function wholeNumber(name: string, value: string, least: number): number {
	const number = Number(value);
	if (!Number.isInteger(number) || number < least)
		throw new Complaint(`${name} takes a whole number from ${least} on.`);
	return number;
}

function assignment(text: string): readonly [id: string, value: string] {
	const at = text.indexOf('=');
	if (at < 1) throw new Complaint('--setting takes <id>=<value>.');
	return [text.slice(0, at), text.slice(at + 1)];
}
