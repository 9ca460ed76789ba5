export { parseText } from "./input/parse-text.js";
export { yamlText } from "./render/yaml.js";
