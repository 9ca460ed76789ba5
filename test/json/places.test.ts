import { type AnyNode, parse } from "@humanwhocodes/momoa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { placesIn } from "../../src/json/places.js";
import type { JsonPath } from "../../src/json/types.js";

const space = fc.string({ unit: fc.constantFrom(" ", "\n", "\r", "\t"), maxLength: 3 });
const scalar = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const { text: texts } = fc.letrec<{ text: string; inner: string }>((tie) => ({
  text: fc.tuple(space, tie("inner"), space).map((parts) => parts.join("")),
  inner: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.oneof(scalar, fc.constant(null)).map((value) => JSON.stringify(value)),
    fc.array(tie("text"), { maxLength: 4 }).map((members) => `[${members.join()}]`),
    space.map((inside) => `{${inside}}`),
    fc
      .array(
        fc.tuple(space, fc.oneof(fc.constantFrom("a", "b", "\\", '"', "\u2028"), fc.string()), space, tie("text")),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map(
        (all) => `{${all.map(([before, key, after, value]) => `${before}${JSON.stringify(key)}${after}:${value}`)}}`,
      ),
  ),
}));

const startOf = ({ loc }: AnyNode) => ({ line: loc.start.line, column: loc.start.column });

test("places are those of a parser that reads the whole text", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { positionOf, duplicates } = placesIn(text);
      const twice: object[] = [];
      // Of several members of one name, only the last one is there.
      const walk = (node: AnyNode, path: JsonPath, isThere: boolean) => {
        if (node.type === "Array")
          node.elements.forEach(({ value }, index) => {
            if (isThere) expect(positionOf([...path, index])).toStrictEqual(startOf(value));
            walk(value, [...path, index], isThere);
          });
        if (node.type !== "Object") return;
        const names = node.members.map(({ name }) => (name.type === "String" ? name.value : ""));
        node.members.forEach(({ name, value }, index) => {
          const at = [...path, names[index]!];
          if (names.indexOf(names[index]!) < index) twice.push({ path: at, ...startOf(name) });
          const isLast = isThere && names.lastIndexOf(names[index]!) === index;
          if (isLast) expect(positionOf(at)).toStrictEqual(startOf(name));
          walk(value, at, isLast);
        });
      };
      const { body } = parse(text, { mode: "json" });
      expect(positionOf([])).toStrictEqual(startOf(body));
      walk(body, [], true);
      expect(duplicates()).toStrictEqual(twice);
    }),
    { numRuns: 3000 },
  );
});
