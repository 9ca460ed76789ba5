/** A function that makes its value when it is first asked for, and keeps it: importing a schema's module costs nothing. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
