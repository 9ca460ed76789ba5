import { describe, expect, test } from "vitest";
import { sourceOf } from "../../src/yaml/source.js";

const text = `# a comment
mode: ecs
list: [012, &a 0x1F, "7", *a]
map: &m
  "a b": True
  other: {deep: 1.50}
same: *m
nothing:
plain: 7
`;

describe("the source of a text", () => {
  const { positionOf, writtenAt } = sourceOf(text);

  test.each<[(string | number)[], string, string, string | undefined]>([
    [[], "2:1", "2:1", undefined],
    [["mode"], "2:1", "2:7", undefined],
    [["list"], "3:1", "3:7", undefined],
    [["list", 0], "3:8", "3:8", "012"],
    [["list", 1], "3:16", "3:16", "0x1F"],
    [["list", 2], "3:22", "3:22", undefined],
    [["list", 3], "3:27", "3:27", "0x1F"],
    [["map", "a b"], "5:3", "5:10", "True"],
    [["map", "other", "deep"], "6:11", "6:17", "1.50"],
    [["same", "other", "deep"], "6:11", "6:17", "1.50"],
    [["nothing"], "8:1", "8:9", undefined],
    [["plain"], "9:1", "9:8", undefined],
    [["missing"], "2:1", "2:1", undefined],
    [["map", "other", "missing", "more"], "6:10", "6:10", undefined],
    [["list", 9], "3:7", "3:7", undefined],
  ])("at %j", (path, key, value, written) => {
    const place = (part: "key" | "value") => {
      const { line, column } = positionOf(path, part);
      return `${line}:${column}`;
    };
    expect([place("key"), place("value"), writtenAt(path)]).toStrictEqual([key, value, written]);
  });

  test("an empty one begins at its beginning", () => {
    expect(sourceOf("# nothing").positionOf(["a"], "value")).toStrictEqual({ line: 1, column: 1 });
  });

  test("is read in time that grows with it: 30,000 keys, 20,000 aliases", () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}: 0x1`);
    const aliases = Array.from({ length: 20_000 }, (_, index) => `- &a${index} 0x2\n- *a${index}`);
    const source = sourceOf(`map:\n  ${keys.join("\n  ")}\nlist:\n${aliases.join("\n")}\n`);
    const started = performance.now();
    for (let index = 0; index < keys.length; index++) expect(source.writtenAt(["map", `k${index}`])).toBe("0x1");
    for (let index = 0; index < 2 * aliases.length; index++) expect(source.writtenAt(["list", index])).toBe("0x2");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
