import { customNames } from '../src/providers/custom';
import { providerPage } from './docs/providers';

/*
 * The texts that `npm run new-preset` begins a preset with. What only the vendor's documentation says is marked: lint and
 * the tests fail until each mark is replaced.
 */

export interface NewPreset {
	readonly id: string;
	readonly name: string;
	readonly protocol: 'openid' | 'oauth2';
	/**
	 * Of a vendor with one service: the issuer, or the URL that the OAuth 2.0 paths are relative to. Absent where people
	 * run the provider themselves, or have a tenant each: then the admin fills it in.
	 */
	readonly server?: string | undefined;
}

/** What the preset is called in the code: `github_enterprise` -> `githubEnterprise`. */
export const identifierOf = (id: string): string => id.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase());

/** `src/providers/presets/<id>.ts`. Prettier brings it into its form. */
export function presetSource({ id, name, protocol, server }: NewPreset): string {
	const address = server === undefined ? undefined : JSON.stringify(server);
	const traits =
		protocol === 'openid'
			? address === undefined
				? 'openid'
				: `{ ...openid, issuer: ${address} }`
			: `{
		protocol: 'oauth2',
		${address === undefined ? '' : `url: ${address},`}
		// TODO: the paths, the scope, how the secret is sent, and the claims, as the vendor documents them.
		authorizePath: '/oauth/authorize',
		tokenPath: '/oauth/token',
		identityPath: '/oauth/userinfo',
		scope: 'profile email',
		secretSentVia: 'header',
		claims: { subject: 'id', username: 'username', name: 'name', email: 'email' },
		// TODO: 'claim', and its name as claims.emailVerified, if the vendor says which addresses are verified.
		emailTrust: 'never',
	}`;
	return `import type { Preset } from '../definition/definition';
${protocol === 'openid' ? "import { openid } from '../definition/openid';\n" : ''}
/** TODO: the URL of the vendor's documentation. */
export const ${identifierOf(id)}: Preset = {
	id: '${id}',
	name: ${JSON.stringify(name)},
	traits: ${traits},
	// TODO: the colors of the brand; leave out the button where there are none.
	button: { color: '#1D74F5', textColor: '#FFFFFF' },
};
`;
}

/** The line in `docs/providers/README.md`. */
export const listRow = ({ id, name, protocol }: NewPreset): string =>
	protocol === 'openid'
		? `| [${name}](${id}.md) (\`${id}\`) | OpenID Connect | by \`email_verified\` | wire shape |\n`
		: `| [${name}](${id}.md) (\`${id}\`) | OAuth 2.0 | never | wire shape |\n`;

/**
 * The row in the app tests of the protocol. A preset of OpenID Connect without an issuer of its own needs none: it is tried
 * with the standard claims.
 */
export function testRow({ id, name, protocol, server }: NewPreset): string | undefined {
	const custom = customNames(id)[0]!;
	if (protocol === 'openid') {
		if (server === undefined) return undefined;
		// oidc-provider is at the origin; the path of an issuer is what makes it another one.
		const { origin } = new URL(server);
		return `	${id}: {
		${origin === server ? '' : `vendorIssuer: ${JSON.stringify(server)},`}
		origin: ${JSON.stringify(origin)},
		// TODO: a person with the claims that the vendor documents, and who that is in the workspace.
		person: standard('${custom}'),
		who: { username: '${id}', name: '${custom} Doe', ...verified('${id}@example.com') },
	},
`;
	}
	const example = `https://${id.replaceAll('_', '-')}.example.com`;
	const base = (server ?? example).replace(/\/+$/, '');
	return `	${id}: {
		${server === undefined ? `url: '${example}',` : ''}
		// TODO: the vendor's endpoints, a person as the vendor documents the answer, and who that is in the workspace.
		authorize: ${JSON.stringify(`${base}/oauth/authorize`)},
		token: ${JSON.stringify(`${base}/oauth/token`)},
		identity: ${JSON.stringify(`${base}/oauth/userinfo`)},
		person: { identity: { id: '1', username: '${id}', name: ${JSON.stringify(`${name} Doe`)}, email: '${id}@example.com' } },
		who: { username: '${id}', name: ${JSON.stringify(`${name} Doe`)}, emails: [] },
	},
`;
}

/** `docs/providers/<id>.md`. */
export function presetPage({ id, name, protocol, server }: NewPreset): string {
	const custom = customNames(id)[0]!;
	const setting = (suffix: string): string => `\`Accounts_OAuth_Custom-${custom}${suffix}\``;
	const isOpenid = protocol === 'openid';
	const address = isOpenid
		? `| Issuer URL | ${setting('-issuer')} | TODO: what it looks like, for example \`https://<host>\` |\n`
		: `| URL | ${setting('-url')} | the address of your ${name} |\n`;
	const claims = isOpenid
		? `| \`sub\` | who it is |
| \`preferred_username\`, else \`nickname\`, else what is before the \`@\` of the verified address, else \`name\` | username |
| \`name\` | name |
| \`email\` | e-mail address |
| \`picture\` | avatar |
| \`groups\` | groups |`
		: `| \`id\` | who it is |
| \`username\` | username |
| \`name\` | name |
| \`email\` | e-mail address |`;
	const verified = isOpenid
		? `The e-mail address counts as verified when \`email_verified\` is \`true\`; otherwise it is not taken over. TODO: when ${name} says that.`
		: `The e-mail address never counts as verified, and is therefore not taken over. TODO: why ${name} does not say it reliably.`;
	const mismatch =
		isOpenid && server === undefined
			? `| \`discovery_issuer_mismatch\` | The issuer URL is not written as ${name} writes it, for example with a slash at the end. | Enter the \`issuer\` of \`<issuer>/.well-known/openid-configuration\`. |\n`
			: '';
	const tested = isOpenid
		? 'A certified OpenID Connect provider (oidc-provider) answered with the claims above'
		: 'An independent OAuth 2.0 server (@node-oauth/express-oauth-server) answered at the documented paths with the documented claims';
	const page = `# ${name}

## Callback URL first

## Create the app at ${name}

TODO: where the admin finds it.

1. TODO: where the callback URL is entered.
2. Note the client ID and the client secret.

## Fill in the fields

| field | setting id | value |
|---|---|---|
| Custom providers | \`Accounts_OAuth_Custom\` | \`${custom}\` (or another name; several are separated by commas) |
| Preset | ${setting('-preset')} | \`${id}\` (${name}) |
${server === undefined ? address : ''}| Client ID | ${setting('-id')} | the client ID |
| Client secret | ${setting('-secret')} | the client secret |
| Enable | ${setting('')} | on, when the rest is filled in |

## What is taken over

| claim | account |
|---|---|
${claims}

${verified}

## Known errors

| error shown | cause | cure |
|---|---|---|
${mismatch}| ${name}: TODO: its message about a wrong callback URL | The callback URL is not the one that was registered. | Step 1. |

## Tested

Not against ${name} itself. ${tested}: two sign-ins through the packaged app, one account. The tests are in \`test/app/providers/\`.
`;
	return providerPage({ id, name, custom }, page);
}
