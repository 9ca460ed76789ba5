/** A value that JSON text can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** An object that JSON text can hold. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** A path into JSON data: keys and list positions. */
export type JsonPath = readonly (string | number)[];

/** Where something stands in a text, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
