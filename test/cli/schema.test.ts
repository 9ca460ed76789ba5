import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import { call } from "../fixtures.js";

test.each(Object.keys(jsonSchemas()))("schema %s prints the shipped file, byte for byte", async (name) => {
  expect(await call(["schema", name])).toStrictEqual({
    status: 0,
    stdout: readFileSync(`schemas/${name}.schema.json`, "utf8"),
    stderr: "",
  });
});

test("without a name, it is that of the description", async () => {
  expect(await call(["schema"])).toStrictEqual(await call(["schema", "integration"]));
});

test("the refusal of an unknown name lists the known ones", async () => {
  const { stderr } = await call(["schema", "x"]);
  const listed = /Allowed choices are (.*)\./.exec(stderr)?.[1]?.split(", ").sort();
  expect(listed).toStrictEqual(Object.keys(jsonSchemas()).sort());
});
