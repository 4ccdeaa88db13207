import { findInternal } from '../../../src/workspace/address/self';
import { internalUrl } from '../../../src/settings/bridge';
import { codeOf } from '../support/loginError';
import { readyWorkspace } from '../support/workspace';

const rules = { allowHttpLoopback: false };
const check = (address: string): unknown => internalUrl.check(address, { rules, providers: [] });

test.each([
	...[
		'http://127.0.0.1:3000',
		'http://localhost:3000',
		'http://[::1]:3000',
		'http://10.1.2.3',
		'http://172.16.0.1:3000',
	],
	...[
		'http://172.31.255.255',
		'http://192.168.1.1',
		'http://[fd00::1]:3000',
		'http://[fe80::1]',
		'http://rocketchat:3000',
	],
	...[
		'http://chat.default.svc',
		'http://chat.ns.svc.cluster.local',
		'http://chat.internal',
		'https://chat.example.com',
	],
])('%s may be where the server reaches itself', (address) => {
	expect(check(address)).toBeUndefined();
});

const exposed = [
	...['http://chat.example.com', 'http://203.0.113.7', 'http://172.32.0.1', 'http://172.15.0.1', 'http://11.0.0.1'],
	...['http://10.evil.example', 'http://127.0.0.1.evil.example', 'http://[2001:db8::1]', 'http://192.169.0.1'],
	...['HTTP://chat.example.com', 'http://0.0.0.0'],
];

test.each(exposed)('%s may not: it is plain http to anywhere', (address) => {
	expect(check(address)).toMatchObject({ key: 'url' });
});

test.each(exposed)('%s is not used either where it is stored all the same', async (address) => {
	const { ports, sealer, transport } = readyWorkspace();
	const addresses = { site: 'https://chat.example.com', cas: 'https://chat.example.com', internal: address };
	expect(await codeOf(findInternal(addresses, ports, sealer))).toBe('workspace_insecure');
	expect(transport.requests).toEqual([]);
});
