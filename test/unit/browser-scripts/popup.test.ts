import { popupFeatures } from '../../../src/browser-scripts/parts/login-page/popup';

test.each([
	['in the middle', { screenX: 100, screenY: 50, outerWidth: 1001, outerHeight: 900 }, 'left=301,top=150'],
	['on the screen', { screenX: 0, screenY: 0, outerWidth: 500, outerHeight: 500 }, 'left=0,top=0'],
	['on a screen to the left', { screenX: -1500, screenY: 0, outerWidth: 800, outerHeight: 800 }, 'left=0,top=50'],
])('a popup opens %s', (_, opener, place) => {
	expect(popupFeatures(opener)).toBe(`popup=yes,width=600,height=700,${place}`);
});
