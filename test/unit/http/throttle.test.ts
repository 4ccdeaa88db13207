import type { Allowance } from '../../../src/http/throttle';
import { forAll, Meter, perClient, perUnknown, rememberedClients, Throttle } from '../../../src/http/throttle';

const now = 1_700_000_000_000;

/** How many of `count` requests at one moment get through. */
const through = (count: number, take: () => number): number =>
	Array.from({ length: count }, take).filter((wait) => wait === 0).length;

describe('Meter', () => {
	const allowance: Allowance = { burst: 3, interval: 1000 };

	test('lets the burst through, then one in each interval', () => {
		const meter = new Meter(allowance);
		expect([0, 0, 0, 0, 400].map((later) => meter.take('a', now + later))).toEqual([0, 0, 0, 1000, 600]);
		expect([1000, 1000, 2000].map((later) => meter.take('a', now + later))).toEqual([0, 1000, 0]);
	});

	test('whoever goes on trying is not kept away for longer', () => {
		const meter = new Meter(allowance);
		expect(through(100, () => meter.take('a', now))).toBe(3);
		expect(meter.take('a', now + 1000)).toBe(0);
	});

	test('after a rest the whole burst is there again, and no more than that', () => {
		const meter = new Meter(allowance);
		through(3, () => meter.take('a', now));
		expect(through(10, () => meter.take('a', now + 3_600_000))).toBe(3);
	});

	test('a clock that was set back locks nobody out for longer than what they had used', () => {
		const meter = new Meter(allowance);
		expect(meter.take('a', now)).toBe(0);
		expect(meter.take('a', now - 500)).toBe(0);
	});

	test('one client does not count as another', () => {
		const meter = new Meter(allowance);
		through(5, () => meter.take('a', now));
		expect(meter.take('b', now)).toBe(0);
	});

	test('remembers so many clients and no more: the one who was silent for longest is forgotten', () => {
		const meter = new Meter({ burst: 1, interval: 1000 }, 2);
		expect(['a', 'b', 'a', 'c', 'b'].map((client) => meter.take(client, now))).toEqual([0, 0, 1000, 0, 1000]);
		expect(meter.take('a', now)).toBe(0);
	});
});

describe('Throttle', () => {
	test('an address has its allowance, and is told in seconds when to come again', () => {
		const throttle = new Throttle();
		expect(through(perClient.burst + 50, () => throttle.take('203.0.113.7', now))).toBe(perClient.burst);
		expect(throttle.take('203.0.113.7', now)).toBe(1);
		expect(throttle.take('203.0.113.7', now + perClient.interval)).toBe(0);
	});

	test('a flood from one address takes nothing from the others', () => {
		const throttle = new Throttle();
		through(10 * forAll.burst, () => throttle.take('203.0.113.7', now));
		const others = Array.from(
			{ length: forAll.burst - perClient.burst },
			(_, index) => `10.0.${index >> 8}.${index & 255}`,
		);
		expect(others.filter((address) => throttle.take(address, now) > 0)).toEqual([]);
	});

	test('those without an address share one that is wide, and leave room for the others', () => {
		const throttle = new Throttle();
		expect(through(10 * forAll.burst, () => throttle.take(undefined, now))).toBe(perUnknown.burst);
		expect(through(perClient.burst, () => throttle.take('203.0.113.7', now))).toBe(perClient.burst);
	});

	test('many addresses together are held by what everybody has', () => {
		const throttle = new Throttle();
		let address = 0;
		const fromAnother = (): number =>
			throttle.take(`10.${address >> 16}.${(address >> 8) & 255}.${address++ & 255}`, now);
		expect(through(rememberedClients * 2, fromAnother)).toBe(forAll.burst);
		expect(throttle.take(`192.0.2.1`, now + forAll.interval)).toBe(0);
	});

	test.each([
		['addresses of one line', '2001:db8:1:2::1', '2001:DB8:1:2:ffff::9', true],
		['however they are written', '2001:db8::1', '2001:0db8:0:0:9::', true],
		['two lines', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
		['two lines with zeros in them', '2001:db8:0:1::1', '2001:db8::1:0:0:1', false],
		['IPv4 in IPv6', '::ffff:203.0.113.7', '203.0.113.7', true],
		['two of IPv4', '203.0.113.7', '203.0.113.8', false],
		['loopback and another', '::1', '1::', false],
	])('%s: %s and %s', (_, one, other, same) => {
		const throttle = new Throttle();
		through(perClient.burst, () => throttle.take(one, now));
		expect(throttle.take(other, now) > 0).toBe(same);
	});
});
