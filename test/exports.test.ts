import { expect, test } from "vitest";
import * as catalogue from "../src/catalogue/index.js";
import * as diagnose from "../src/diagnose/index.js";
import * as main from "../src/index.js";
import * as policy from "../src/policy/index.js";
import * as prove from "../src/policy/prove/index.js";
import * as yaml from "../src/yaml/index.js";
import { ecs, planOf } from "./fixtures.js";

/** What holds of everything that an entry exports. */

const EXPORTS: readonly (readonly [string, unknown])[] = Object.entries({
  main,
  policy,
  prove,
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
let nested: unknown[] = [];
for (let level = 0; level < 100_000; level++) nested = [nested];
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
  ["a list of a hundred thousand lists", nested],
  ["a promise", Promise.resolve({ Statement: [] })],
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

test.each<[string, () => unknown]>([
  ["a selection's part", () => main.selectPolicy(planOf(ecs), { part: "x" as never })],
  ["a selection's account", () => main.selectPolicy(planOf(ecs), { account: Symbol("x") as never })],
  ["a mistyped option", () => policy.validatePolicies({}, { knid: "trust" } as never)],
  ["options of a class", () => policy.validatePolicies({}, new Map([["kind", "trust"]]) as never)],
  ["what a diagnosis does not know", () => diagnose.diagnose(planOf(ecs), { trsut: {} } as never)],
  ["a provider of a class", () => diagnose.diagnose(planOf(ecs), { provider: new Map() })],
  ["a template's parameter", () => policy.readPolicies({}, { parameters: { X: 5 } } as never)],
  ["a template's partition", () => policy.readPolicies({}, { partition: 5 } as never)],
  ["a policy of a class", () => policy.validatePolicies(new Map([["Version", "2012-10-17"]]))],
  ["a policy that is not there yet", () => policy.validatePolicies(Promise.resolve({}))],
  ["a number that is none", () => policy.normalForm({ Version: Number.NaN, Statement: [] })],
  ["a statement that is code", () => policy.normalForm({ Version: "2012-10-17", Statement: [() => 1] })],
  ["a plan without its roll-out", () => main.rolloutScript({ ...planOf(ecs), rollout: null } as never)],
  ["a plan of no partition", () => main.reusableTemplate({ ...planOf(ecs), partition: nested } as never)],
])("%s is refused", (_name, call) => {
  expect(call).toThrow(main.RolewrightError);
});

test.each(EXPORTS.filter(([, value]) => typeof value === "object"))("%s cannot be changed", (_name, constant) => {
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    for (const member of Object.values(value)) walk(member);
  };
  walk(constant);
});
