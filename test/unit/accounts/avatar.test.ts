import { isPublicPicture } from '../../../src/accounts/avatar';

describe('isPublicPicture', () => {
	it.each(['https://example.com/a.png', 'https://lh3.example.com/a?sz=96', 'https://xn--bcher-kva.example/a'])(
		'%s may be fetched',
		(url) => expect(isPublicPicture(url)).toBe(true),
	);

	it.each([
		'http://example.com/a.png',
		'https://example.com:8443/a.png',
		'https://user:pass@example.com/a.png',
		'https://localhost/a.png',
		'https://printer/a.png',
		'https://wiki.corp/a.png',
		'https://db.internal/a.png',
		'https://nas.home.arpa/a.png',
		'https://127.0.0.1/a.png',
		'https://10.0.0.1/a.png',
		'https://169.254.169.254/latest/meta-data',
		'https://2130706433/',
		'https://0x7f.1/',
		'https://[::1]/a.png',
		'https://[::ffff:10.0.0.1]/a.png',
		'data:image/png;base64,AAAA',
		'file:///etc/passwd',
		'not a URL',
		'',
		undefined,
	])('%s may not', (url) => expect(isPublicPicture(url)).toBe(false));
});
