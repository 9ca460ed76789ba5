import { oneLine } from "../one-line.js";

/** Why the system refuses to read or write, in words. */
const REASONS: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENXIO: "it is a socket or a device without a reader",
  EMFILE: "too many files are open",
  ENOSPC: "no space is left",
  EDQUOT: "the quota is used up",
  EIO: "the device failed",
};

/** The same, of whatever was thrown. */
export function reasonOf(error: unknown): string {
  const { code = "" } = error as NodeJS.ErrnoException;
  return (
    (Object.hasOwn(REASONS, code) ? REASONS[code] : undefined) ??
    oneLine(error instanceof Error ? error.message : String(error))
  );
}
