import type { Allowance } from '../../../src/http/throttle';
import {
	forAll,
	Meter,
	perAttempt,
	perClient,
	perOrganisation,
	perSite,
	perUnknown,
	rememberedClients,
	Throttle,
} from '../../../src/http/throttle';

const now = 1_700_000_000_000;

/** How many of `count` requests at one moment get through. */
const through = (count: number, take: () => number): number =>
	Array.from({ length: count }, take).filter((wait) => wait === 0).length;

describe('Meter', () => {
	const allowance: Allowance = { burst: 3, interval: 1000 };

	/** As a group does: counted unless it is too many. */
	const take = (meter: Meter, client: string, at: number): number => {
		const wait = meter.wait(client, at);
		if (wait === 0) meter.count(client, at);
		return wait;
	};

	test('lets the burst through, then one in each interval', () => {
		const meter = new Meter(allowance);
		expect([0, 0, 0, 0, 400].map((later) => take(meter, 'a', now + later))).toEqual([0, 0, 0, 1000, 600]);
		expect([1000, 1000, 2000].map((later) => take(meter, 'a', now + later))).toEqual([0, 1000, 0]);
	});

	test('whoever goes on trying is not kept away for longer', () => {
		const meter = new Meter(allowance);
		expect(through(100, () => take(meter, 'a', now))).toBe(3);
		expect(take(meter, 'a', now + 1000)).toBe(0);
	});

	test('after a rest the whole burst is there again, and no more than that', () => {
		const meter = new Meter(allowance);
		through(3, () => take(meter, 'a', now));
		expect(through(10, () => take(meter, 'a', now + 3_600_000))).toBe(3);
	});

	test('a clock that was set back locks nobody out for longer than what they had used', () => {
		const meter = new Meter(allowance);
		expect(take(meter, 'a', now)).toBe(0);
		expect(take(meter, 'a', now - 500)).toBe(0);
	});

	test('one client does not count as another', () => {
		const meter = new Meter(allowance);
		through(5, () => take(meter, 'a', now));
		expect(take(meter, 'b', now)).toBe(0);
	});

	test('remembers so many clients and no more: the one who was silent for longest is forgotten', () => {
		const meter = new Meter({ burst: 1, interval: 1000 }, 2);
		expect(['a', 'b', 'a', 'c', 'b'].map((client) => take(meter, client, now))).toEqual([0, 0, 1000, 0, 1000]);
		expect(take(meter, 'a', now)).toBe(0);
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

	test.each([
		['a home', perSite.burst, (index: number) => `2001:db8:1:${(index & 255).toString(16)}::1`],
		['an organisation', perOrganisation.burst, (index: number) => `2001:db8:1:${(index & 65_535).toString(16)}::1`],
	])('the networks of %s count together, too', (_, burst, addressOf) => {
		const throttle = new Throttle();
		let index = 0;
		expect(through(20_000, () => throttle.take(addressOf(index++), now))).toBe(burst);
		const others = Array.from({ length: forAll.burst - burst }, (__, other) => `10.0.${other >> 8}.${other & 255}`);
		expect(others.filter((address) => throttle.take(address, now) > 0)).toEqual([]);
	});

	test('rubbish from everywhere takes nothing from those who have an attempt', () => {
		const throttle = new Throttle();
		let address = 0;
		through(10 * forAll.burst, () => throttle.take(`10.${address >> 8}.${address++ & 255}.1`, now));
		expect(throttle.take('203.0.113.7', now)).toBeGreaterThan(0);
		expect(throttle.take('203.0.113.7', now, 'an-attempt')).toBe(0);
	});

	test('one attempt has a few requests, and takes nothing from another', () => {
		const throttle = new Throttle();
		let address = 0;
		expect(through(500, () => throttle.take(`10.0.0.${address++ & 255}`, now, 'a'))).toBe(perAttempt.burst);
		expect(throttle.take('203.0.113.7', now, 'b')).toBe(0);
	});
});
