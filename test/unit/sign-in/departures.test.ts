import { AttemptLog } from '../../../src/attempts/attemptLog';
import { forgetDeparture, noteDeparture, noteReturn } from '../../../src/sign-in/departures';
import { resolveProvider } from '../../../src/settings/resolveProvider';
import { ProcessMemory } from '../../../src/host/memory';
import { okta } from '../../../src/providers/sections/okta';
import { readyWorkspace } from '../support/workspace';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function scene() {
	const { ports } = readyWorkspace();
	const way = await resolveProvider(okta, ports);
	const departed = async () => {
		await settled();
		return (await new AttemptLog(ports).all()).filter((one) => one.departed).length;
	};
	return { ports, way, departed };
}

test('whoever sets out is noted, until somebody has come back', async () => {
	const { ports, way, departed } = await scene();
	noteDeparture(way, ports);
	expect(await departed()).toBe(1);
	noteReturn(way, ports);
	await settled();
	noteDeparture(way, ports);
	expect(await departed()).toBe(0);
});

test('a person who comes back takes the note of their own start away, also where others came back before', async () => {
	const { ports, way, departed } = await scene();
	// Two starts at once, on instances that do not know of each other's people yet.
	const [mine, theirs] = [noteDeparture(way, ports), noteDeparture(way, { ...ports, memory: new ProcessMemory() })];
	expect(await departed()).toBe(2);
	forgetDeparture(mine, ports);
	expect(await departed()).toBe(1);
	forgetDeparture(undefined, ports);
	expect(await departed()).toBe(1);
	forgetDeparture(theirs, ports);
	expect(await departed()).toBe(0);
});

test('once it is known that people come back, a start has nothing to take away', async () => {
	const { ports, way } = await scene();
	noteReturn(way, ports);
	await settled();
	expect(noteDeparture(way, ports)).toBeUndefined();
});

test('a return at one provider says nothing about the starts at another', async () => {
	const { ports, way, departed } = await scene();
	await new AttemptLog(ports).add({ provider: 'github', departed: true });
	noteReturn(way, ports);
	expect(await departed()).toBe(1);
});

test('another instance knows it, too', async () => {
	const { ports, way, departed } = await scene();
	noteReturn(way, ports);
	await settled();
	noteDeparture(way, { ...ports, memory: new ProcessMemory() });
	expect(await departed()).toBe(0);
});

test('it is noted once that somebody has', async () => {
	const { ports, way } = await scene();
	for (let index = 0; index < 3; index += 1) {
		noteReturn(way, ports);
		await settled();
	}
	expect(await ports.store.all(`came-back:${way.fingerprint}`)).toHaveLength(1);
});

test('once the settings are others, it is open again', async () => {
	const { ports, way, departed } = await scene();
	noteReturn(way, ports);
	await settled();
	noteDeparture({ ...way, fingerprint: 'another' }, ports);
	expect(await departed()).toBe(1);
});
