import { expect, test } from "vitest";
import * as catalogue from "../src/catalogue/index.js";
import * as diagnose from "../src/diagnose/index.js";
import * as main from "../src/index.js";
import * as policy from "../src/policy/index.js";
import * as yaml from "../src/yaml/index.js";
import { ecs, planOf } from "./fixtures.js";

/** What holds of everything that an entry exports. */

const EXPORTS: readonly (readonly [string, unknown])[] = Object.entries({
  main,
  policy,
  diagnose,
  yaml,
  catalogue,
}).flatMap(([entry, module]) => Object.entries(module).map(([name, value]) => [`${entry}: ${name}`, value] as const));
const FUNCTIONS = EXPORTS.filter(
  (each): each is [string, (...args: unknown[]) => unknown] =>
    typeof each[1] === "function" && !/^class /.test(String(each[1])),
);

const circle: unknown[] = [];
circle.push(circle);
class Instance {
  mode = "ecs";
  Version = "2012-10-17";
  Statement = [];
}

const WRONG: readonly (readonly [string, unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a number", 42],
  ["a text", "x"],
  ["a symbol", Symbol("x")],
  ["a big integer", 10n],
  ["a function", () => ({})],
  ["an empty map", {}],
  ["an empty list", []],
  ["a list of lists", [[[]]]],
  ["a circle", circle],
  ["a circle of maps", { Statement: circle, mode: circle, callers: circle }],
  ["a Map", new Map([["mode", "ecs"]])],
  ["a Set", new Set(["mode"])],
  ["an instance", new Instance()],
  ["a date", new Date(0)],
  ["a map without prototype", Object.create(null)],
  ["a computed property", Object.defineProperty({}, "Statement", { get: () => [], enumerable: true })],
  ["a plan without its functions", JSON.parse(JSON.stringify(planOf(ecs)))],
  [
    "maps all the way",
    { mode: {}, Statement: {}, findings: {}, callers: {}, integrationRole: {}, nodes: {}, request: {} },
  ],
  [
    "lists all the way",
    { mode: [], Statement: [], findings: [], callers: [], integrationRole: [], nodes: [], request: [] },
  ],
];

test.each(FUNCTIONS)("%s answers or refuses, whatever it is given", (_name, call) => {
  const first = [planOf(ecs), "x", undefined] as const;
  for (const [, wrong] of WRONG) {
    for (const args of [[wrong], [wrong, wrong], ...first.map((right) => [right, wrong]), [planOf(ecs), "x", wrong]]) {
      try {
        call(...args);
      } catch (error) {
        expect(error).toBeInstanceOf(main.RolewrightError);
      }
    }
  }
});

test.each(EXPORTS.filter(([, value]) => typeof value === "object"))("%s cannot be changed", (_name, constant) => {
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    for (const member of Object.values(value)) walk(member);
  };
  walk(constant);
});
