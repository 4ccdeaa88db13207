import type { Invocation } from '../../../src/commands/subcommand';
import { subcommands } from '../../../src/app/subcommands';
import { textsFor } from '../../../src/texts/texts';
import { readyWorkspace, siteUrl } from '../support/workspace';
import { appPath } from '../support/ports';

const texts = textsFor('en', undefined);

/*
 * What takes a browser: a button leads there. No address is in the text, where a click on it would end in the client.
 */
test.each<[string, string[], string, string]>([
	['connections', [], 'connections', 'Connected accounts'],
	['admin', [], 'admin', 'OAuth Login administration'],
	['export', [], 'admin', 'OAuth Login administration'],
	['import', [], 'admin', 'OAuth Login administration'],
	['try', ['OKTA'], 'try/okta', 'Try a provider'],
	['try', ['../logout'], 'admin', 'Try a provider'],
	['try', [], 'admin', 'Try a provider'],
])('%s %j leads to %s', async (name, args, page, label) => {
	const { ports } = readyWorkspace();
	const subcommand = subcommands.find((one) => one.name === name)!;
	const reply = await subcommand.run({ args, texts, ports } as unknown as Invocation);
	expect(reply).toEqual({
		text: expect.not.stringContaining('http') as string,
		link: { label, url: `${siteUrl}${appPath}/${page}` },
	});
});
