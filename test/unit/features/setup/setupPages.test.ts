import type { SetupPageData } from '../../../../src/features/setup/setupPages';
import { setupPage } from '../../../../src/features/setup/setupPages';
import { textsFor } from '../../../../src/texts/texts';

const texts = textsFor('en', undefined);
const { t } = texts;
const callbackUrl = 'https://chat.example.com/callback/forum';
const keysUrl = 'https://chat.example.com/jwks/forum';
const data: SetupPageData = {
	...{ nonce: 'n0nce', workspaceName: 'Example', below: '/app', token: 'token', homeUrl: '/home' },
	...{ id: 'forum', provider: 'Forum', icon: '', callbackUrl, keysUrl: undefined, credential: 'secret' },
	...{ fields: [], enabled: false, problems: [] },
};

/** What is to be done at the provider, and what is to be copied there. */
function stepsOf(more: Partial<SetupPageData>): { readonly texts: string[]; readonly addresses: string[] } {
	const { content } = setupPage(texts, { ...data, ...more });
	const [, list = ''] = /<ol class="steps">([^]*?)<\/ol>/.exec(content)!;
	const items = [...list.matchAll(/<li>([^]*?)<\/li>/g)].map(([, item]) => item!);
	return {
		texts: items.map((item) => item.replace(/<code[^]*/, '').trim()),
		addresses: [...list.matchAll(/data-copy>([^<]*)</g)].map(([, address]) => address!),
	};
}

test('a provider with a client secret is given the callback URL alone', () => {
	expect(stepsOf({})).toEqual({
		texts: [t('setup_step_register'), t('setup_step_callback'), t('setup_step_copy')],
		addresses: [callbackUrl],
	});
});

test('with a key that the app makes, it is given the address of the public keys, and nobody is asked for a secret', () => {
	expect(stepsOf({ credential: 'ownKey', keysUrl })).toEqual({
		texts: [...[t('setup_step_register_key'), t('setup_step_callback'), t('setup_step_keys'), t('setup_step_copy_id')]],
		addresses: [callbackUrl, keysUrl],
	});
});
