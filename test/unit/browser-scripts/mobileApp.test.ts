import { mobileAppUrl } from '../../../src/browser-scripts/parts/mobileApp';

test('the mobile app is told the workspace and the session, and no value becomes another parameter', () => {
	const url = mobileAppUrl({ mobileApp: 'chat.example.com/sub', token: 'a&host=evil', userId: 'ada#' });
	expect(url).toBe('rocketchat://auth?host=chat.example.com%2Fsub&token=a%26host%3Devil&userId=ada%23');
});
