import { nativeButtonSetting } from '../../../../src/settings/bridge';
import { recreateDeleted } from '../../../../src/settings/privileged';
import type { Invocation } from '../../../../src/commands/subcommand';
import { subcommands } from '../../../../src/app/subcommands';
import { AttemptLog } from '../../../../src/attempts/attemptLog';
import { Audit } from '../../../../src/attempts/audit';
import { textsFor } from '../../../../src/texts/texts';
import { replyText } from '../../support/reply';
import { readyWorkspace } from '../../support/workspace';

const texts = textsFor('en', undefined);
const caller = { id: 'u2', username: 'ada', kind: 'person', active: true, roles: ['admin'], emails: [] };

function workspace() {
	const world = readyWorkspace();
	const say = async (line: string): Promise<string | undefined> => {
		const [name, ...args] = line.split(' ');
		const invocation = { args, caller, typed: true, texts, ports: world.ports } as unknown as Invocation;
		return replyText(await subcommands.find((one) => one.name === name)!.run(invocation));
	};
	return { ...world, say, attempts: new AttemptLog(world.ports), audit: new Audit(world.ports) };
}

test.each(['status', 'providers', 'attempts', 'audit'])('%s is for admins only, and in the help', (name) => {
	expect(subcommands.find((one) => one.name === name)).toMatchObject({ adminOnly: true, help: expect.any(String) });
});

test('status tells what is urgent, what weakens security, and what uninstalling removes', async () => {
	const { say, appSettings } = workspace();
	const general = [recreateDeleted, nativeButtonSetting];
	appSettings.change(Object.fromEntries(general.map(({ id }) => [id, true])));
	appSettings.change({ Accounts_OAuth_Okta_allow_admin_role: true });
	const told = await say('status');
	const setting = `Okta: ${texts.t('allow_admin_role')}`;
	expect(told).toContain(texts.t('status_danger', { setting }));
	for (const { label } of general) expect(told).toContain(texts.t('status_danger', { setting: texts.t(label) }));
	expect(told).toContain(texts.t('status_uninstall', { links: 0 }));
});

test('providers names each, and how it stands', async () => {
	const told = await workspace().say('providers');
	expect(told).toContain(`- *Okta*: ${texts.t('status_untested', { id: 'okta' })}`);
	expect(told).toContain(`- *Apple*: ${texts.t('status_off')}`);
});

test('there are no attempts, and then there are, newest first', async () => {
	const { say, attempts, clock } = workspace();
	expect(await say('attempts')).toBe(texts.t('attempts_none'));
	await attempts.add({ provider: 'okta', code: 'client_refused', person: 'b…@e….test' }, 'AAAAAAAA');
	clock.time += 1000;
	await attempts.add({ provider: 'okta', userId: 'gone' }, 'BBBBBBBB');
	const [first, second] = (await say('attempts'))!.split('\n');
	expect(first).toBe('- `BBBBBBBB` 2023-11-14 22:13:21Z · Okta · `gone` · Signed in');
	expect(second).toContain('`AAAAAAAA` 2023-11-14 22:13:20Z · Okta · `b…@e….test` · ');
	expect((await say('attempts 1'))!.split('\n')).toHaveLength(2);
});

test('one attempt is explained: what happened, why, and what to do', async () => {
	const { say, attempts } = workspace();
	await attempts.add({ provider: 'okta', code: 'code_refused', detail: 'HTTP 400 `x`' }, 'CCCCCCCC');
	const told = await say('attempts cccccccc');
	expect(told).toContain(`*${texts.t('error_code_refused_title')}*`);
	expect(told).toContain(texts.t('error_code_refused_admin'));
	expect(told).toContain('/callback/okta');
	expect(told).toContain('- Detail: `HTTP 400  x `');
});

test.each(['attempts NONESUCH', 'attempts {"$ne":1}', 'attempts __proto__'])('%s finds nothing', async (line) => {
	expect(await workspace().say(line)).toBe(texts.t('attempts_unknown'));
});

test('the audit says who did what', async () => {
	const { say, audit } = workspace();
	expect(await say('audit')).toBe(texts.t('audit_none'));
	await audit.add({ event: 'setting_changed', what: 'Accounts_OAuth_Okta_id' });
	await audit.add({ event: 'imported', what: '3', by: 'u2' });
	const told = await say('audit');
	expect(told).toContain(`${texts.t('audit_setting_changed')}: \`Accounts_OAuth_Okta_id\``);
	expect(told).toContain(`${texts.t('audit_imported')}: \`3\` (u2)`);
});
