import { engines } from '../support/engines';
import { ProviderScene } from './support';

/*
 * An admin saves a secret while people are using the app. Up to engine 1.59 all calls of a moment share one logger, and the
 * runtime notes what `onPreSettingUpdate` gives back in whichever is there when it is done.
 */

describe.each(engines)('on engine %s', (_, engineDir) => {
	const scene = ProviderScene.forTests({ workspace: { engineDir } });

	test('no secret is in the log that any user can read', async () => {
		let isOver = false;
		const visitor = async (): Promise<void> => {
			while (!isOver) await scene.browser().request(scene.base.url('login.js'));
		};
		const visitors = [visitor(), visitor(), visitor()];
		for (let i = 0; i < 10; i++) {
			await scene.configure({ Accounts_OAuth_Drupal_secret: `hush-${i}` });
		}
		isOver = true;
		await Promise.all(visitors);
		const telling = scene.base.workspace
			.appLogs(scene.base.appId)
			.filter((entry) => JSON.stringify(entry).includes('hush-'))
			.map(({ method }) => method);
		expect(telling).toEqual([]);
	});
});
