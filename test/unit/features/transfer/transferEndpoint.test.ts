import { Audit } from '../../../../src/attempts/audit';
import { openAdminVisit } from '../../../../src/features/admin/adminVisit';
import { beginVisit } from '../../../../src/features/proof/beginVisit';
import { transfer } from '../../../../src/features/transfer/transferEndpoint';
import { CookieJar } from '../../support/browser';
import { callOf } from '../../support/call';
import { readyWorkspace } from '../../support/workspace';

/** An admin exports, client secrets and all. */
async function exporting() {
	const { ports, core } = readyWorkspace();
	const ada = core.has('ada', { roles: ['admin'] });
	const redeemed = { account: (await core.byId(ada.id))!, by: 'session', setCookies: [] } as const;
	const jar = new CookieJar();
	jar.keep([await beginVisit('admin', redeemed, '', ports)]);
	const { token } = (await openAdminVisit(jar.header, ports))!;
	const content = { action: 'export', secrets: 'yes', token };
	const headers = { cookie: jar.header, 'sec-fetch-site': 'same-origin' };
	return { ports, by: ada.id, post: () => transfer.post!(callOf({ content, headers }, ports)) };
}

test('an export with secrets is in the audit when it leaves', async () => {
	const { ports, by, post } = await exporting();
	expect(await post()).toMatchObject({ status: 200 });
	expect(await new Audit(ports).all()).toMatchObject([{ event: 'exported_secrets', by }]);
});

test('an export that can not be in the audit does not leave', async () => {
	const { ports, post } = await exporting();
	const add = ports.store.add.bind(ports.store);
	ports.store.add = (key, ...others) =>
		key === 'audit' ? Promise.reject(new Error('the store does not answer')) : add(key, ...others);
	await expect(post()).rejects.toThrow('the store does not answer');
});
