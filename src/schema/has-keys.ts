/** The JSON Schema that holds for maps which have all of these keys. Strict readers want each required key declared. */
export function hasKeys(...keys: readonly string[]) {
  return { type: "object", properties: Object.fromEntries(keys.map((key) => [key, true])), required: [...keys] };
}
