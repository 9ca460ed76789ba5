/** An ARN's parts. A colon inside a policy variable does not part it. */
export function arnParts(text: string): string[] {
  return text.length > 4096
    ? text.split(":", 8)
    : text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(":", "\u{0}")).split(":");
}
