export { parseText } from "./read.js";
export { yamlText } from "./write.js";
