import { proxiedRoute } from '../../../../src/settings/proxyRoute';
import { toProvider } from '../../../../src/features/proxy/toProvider';
import { toWorkspace } from '../../../../src/features/proxy/toWorkspace';
import { codeOf } from '../../support/loginError';
import { callback, proxy, setUp, state, url } from './support';

const endpoint = proxy.providers[1]!;

test('goes on as it is: its state is in the callback of the temporary credentials', async () => {
	const asked = `${endpoint}?force_login=true&oauth_token=a%2Bb`;
	await expect(toProvider(asked, proxy, setUp().sealer)).resolves.toBe(asked);
});

test.each(['oauth_callback=https://evil.example', 'client_id=x', 'redirect_uri=https://evil.example', 'State=x'])(
	'not with %s',
	async (more) => {
		const asked = `${endpoint}?oauth_token=t&${more}`;
		expect(await codeOf(toProvider(asked, proxy, setUp().sealer))).toBe('proxy_request_invalid');
	},
);

test.each<Record<string, string>[]>([[{ oauth_token: 't', oauth_verifier: 'v' }], [{ denied: 't' }]])(
	'%j comes back to the workspace',
	async (answer) => {
		const { outgoingState } = proxiedRoute(url, callback);
		const onward = await toWorkspace({ state: outgoingState(state), ...answer }, proxy, setUp().sealer);
		expect(onward).toEqual({ callback, parameters: [...Object.entries(answer), ['state', state]] });
	},
);
