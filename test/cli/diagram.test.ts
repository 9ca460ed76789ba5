import { expect, test } from "vitest";
import { mermaidText, planDiagram, svgText } from "../../src/index.js";
import { call, ecs, planOf } from "../fixtures.js";
import { file } from "./files.js";

test("prints Mermaid, or SVG", async () => {
  const organization = {
    ...ecs,
    targets: { organizationalUnits: ["ou-ab12-11111111"], exceptAccounts: ["444455556666"] },
  };
  const diagram = planDiagram(planOf(organization));
  const printed = (stdout: string) => ({ status: 0, stdout, stderr: "" });
  expect(await call(["diagram", file(organization)])).toStrictEqual(printed(mermaidText(diagram)));
  expect(await call(["diagram", file(organization), "--format", "svg"])).toStrictEqual(printed(svgText(diagram)));
});
