/** The engine prints every failure of an app, and these tests make apps fail. */
beforeAll(() => {
	jest.spyOn(console, 'error').mockImplementation(() => undefined);
	jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
