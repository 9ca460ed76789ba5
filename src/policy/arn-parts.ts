/**
 * The parts of an ARN as the policy language compares them, six in a whole one: the sixth keeps its colons. A colon inside
 * a policy variable parts nothing.
 */
export function arnParts(text: string): string[] {
  const parts: string[] = [];
  const lastBrace = text.lastIndexOf("}");
  let from = 0;
  for (let index = 0; index < text.length && parts.length < 5; index++) {
    if (index < lastBrace && text.startsWith("${", index)) index = text.indexOf("}", index);
    else if (text[index] === ":") {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)];
}
