export { RolewrightError } from "../../errors.js";
export type { Place } from "./atoms.js";
export type { Cover } from "./decide.js";
export { type Claim, type Proof, type ProveOptions, prove, type Reason } from "./prove.js";
export type { Witness } from "./witness.js";
