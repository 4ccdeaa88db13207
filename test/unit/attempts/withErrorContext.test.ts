import { withErrorContext } from '../../../src/attempts/withErrorContext';
import { LoginError } from '../../../src/errors';

const failing = () => Promise.reject(new LoginError('access_denied'));

test('an error says whose sign-in it was', async () => {
	const failed = withErrorContext(failing, async () => ({ provider: 'okta' }));
	await expect(failed).rejects.toMatchObject({ code: 'access_denied', about: { provider: 'okta' } });
});

test('of nested contexts the inner one wins, and both are kept', async () => {
	const inner = () => withErrorContext(failing, () => ({ userId: 'u1', person: 'inner' }));
	const failed = withErrorContext(inner, () => ({ provider: 'okta', person: 'outer' }));
	await expect(failed).rejects.toMatchObject({ about: { provider: 'okta', userId: 'u1', person: 'inner' } });
});

test('what succeeds, and what is no login error, comes through as it is, and nobody is looked up', async () => {
	const about = jest.fn(() => ({}));
	const broken = new Error('broken');
	expect(await withErrorContext(async () => 'done', about)).toBe('done');
	await expect(withErrorContext(() => Promise.reject(broken), about)).rejects.toBe(broken);
	expect(about).not.toHaveBeenCalled();
});
