import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, rangeOf } from "../../src/policy/ip-range.js";

test.each<[string, string, number]>([
  ["203.0.113.7", "203.0.113.7", 32],
  ["203.0.113.0/24", "203.0.113.0", 24],
  ["203.0.113.7/24", "203.0.113.7", 24],
  ["0.0.0.0/0", "0.0.0.0", 0],
  ["255.255.255.255/32", "255.255.255.255", 32],
  ["2001:db8::", "2001:db8:0:0:0:0:0:0", 128],
  ["2001:0DB8:0000::/32", "2001:db8:0:0:0:0:0:0", 32],
  ["::/0", "0:0:0:0:0:0:0:0", 0],
  ["::ffff:203.0.113.7/128", "0:0:0:0:0:ffff:cb00:7107", 128],
])("%s is a range", (text, address, bits) => {
  const [start, prefix] = rangeOf(text)!;
  expect([start.toNormalizedString(), prefix]).toStrictEqual([address, bits]);
});

test.each([
  "",
  "/",
  "/24",
  "*",
  "10.0.0.*",
  "10.0.0",
  "10",
  "10.1/16",
  "10.0.0.0.0",
  "10.0.0.256",
  "010.0.0.1",
  "10.0.0.08",
  "10.0.0.00/24",
  "0x0a.0.0.1",
  "167772161",
  "10.0.0.0/33",
  "10.0.0.0/-1",
  "10.0.0.0/08",
  "10.0.0.0/+8",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0.0/255.0.0.0",
  "10.0.0.0-10.0.0.9",
  " 10.0.0.1",
  "10.0.0.1 ",
  "2001:db8::/129",
  "2001:db8",
  "2001::db8::1",
  "02001::1",
  "2001:db8::g",
  "fe80::1%eth0",
  "::ffff:010.0.0.1",
  "::ffff:10.0.1",
])("%s is no range", (text) => {
  expect(rangeOf(text)).toBeUndefined();
});

test.each(["1", "/", ":", "1:", "1."])("a long text of %s is no range, and takes no long time", (unit) => {
  const began = performance.now();
  expect(rangeOf(unit.repeat(1_000_000))).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(500);
});

test("every address in four decimal numbers, and every IPv6 address, is one; with a zero before or a part less it is none", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), fc.integer({ min: 0, max: 40 }), fc.nat(3), (four, six, bits, part) => {
      expect(addressOf(four)?.toString()).toBe(four);
      expect(addressOf(six)).toBeDefined();
      expect(rangeOf(`${four}/${bits}`) !== undefined).toBe(bits <= 32);
      expect(rangeOf(`${six}/${bits * 4}`) !== undefined).toBe(bits <= 32);
      const parts = four.split(".");
      expect(addressOf(parts.toSpliced(part, 1, `0${parts[part]}`).join("."))).toBeUndefined();
      expect(addressOf(parts.toSpliced(part, 1).join("."))).toBeUndefined();
    }),
  );
});
