import { openerOfThisWorkspace } from '../../../src/browser-scripts/parts/opener';

const origin = 'https://chat.example.com';

function openerIn(window: { opener?: unknown }): Window | null {
	Object.assign(globalThis, { window: Object.assign(window, { location: { origin } }) });
	try {
		return openerOfThisWorkspace();
	} finally {
		Reflect.deleteProperty(globalThis, 'window');
	}
}

test('a page of this workspace is the opener', () => {
	const opener = { closed: false, location: { origin } };
	expect(openerIn({ opener })).toBe(opener);
});

const foreign = {
	closed: false,
	get location(): never {
		throw new Error('SecurityError');
	},
};

test.each<[string, unknown]>([
	['no window', null],
	['a window that is closed', { closed: true, location: { origin } }],
	['a page of another origin', { closed: false, location: { origin: 'https://evil.example' } }],
	['a page that can not be read', foreign],
])('%s is none', (_, opener) => {
	expect(openerIn({ opener })).toBeNull();
});

test('the window itself is none', () => {
	const window: { opener?: unknown; closed: boolean } = { closed: false };
	window.opener = window;
	expect(openerIn(window)).toBeNull();
});
