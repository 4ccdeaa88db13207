import type { IEnvironmentalVariableRead } from '@rocket.chat/apps-engine/definition/accessors';
import { AppEnvironment } from '../../../src/host/environment';
import { failedReads } from '../../../src/host/settingCache';
import { ProcessMemory } from '../../../src/host/memory';

const id = '33d9e2d4-6a8a-41fb-9e26-e641472f4a67';

function environment(answer: (name: string) => unknown) {
	const asked: string[] = [];
	const getValueByName = async (name: string): Promise<unknown> => (asked.push(name), answer(name));
	const variables = { getValueByName } as unknown as IEnvironmentalVariableRead;
	const memory = new ProcessMemory();
	return { asked, memory, variables: new AppEnvironment(id, variables, memory) };
}

test('only names under the app’s own prefix are asked for, and each once', async () => {
	const { asked, variables } = environment(() => ' value ');
	expect(await variables.get('REST_TOKEN')).toBe('value');
	expect(await variables.get('REST_TOKEN')).toBe('value');
	expect(asked).toEqual(['RC_APPS_33D9E2D4_6A8A_41FB_9E26_E641472F4A67_REST_TOKEN']);
});

test('a variable is asked for once in the life of a process, and again after a read that failed', async () => {
	jest.useFakeTimers();
	const answers = [() => Promise.reject(new Error('cut off')), () => 'value'];
	const { asked, memory, variables } = environment(() => answers.shift()!());
	await expect(variables.get('A')).resolves.toBe('');
	expect(memory.of(failedReads).count).toBe(1);
	await expect(variables.get('A')).resolves.toBe('value');
	jest.setSystemTime(Date.now() + 24 * 3600_000);
	await expect(variables.get('A')).resolves.toBe('value');
	expect(asked).toHaveLength(2);
	jest.useRealTimers();
});

test.each<[string, () => unknown]>([
	['is not set', () => undefined],
	['crossed to the app as null', () => null],
	['is not to be read', () => Promise.reject(new Error('not readable'))],
	['is no text', () => ({ $ne: '' })],
])('a variable that %s is empty', async (_name, answer) => {
	expect(await environment(answer).variables.get('REST_TOKEN')).toBe('');
});
