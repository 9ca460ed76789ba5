/** Whether an object is a map or a list of no class of its own, of this realm or of another. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return true;
  const root: unknown = Array.isArray(value) ? Object.getPrototypeOf(prototype) : prototype;
  return (
    root !== null &&
    Object.getPrototypeOf(root) === null &&
    Object.hasOwn(root as object, "hasOwnProperty") &&
    Object.prototype.toString.call(value) === (Array.isArray(value) ? "[object Array]" : "[object Object]")
  );
}
