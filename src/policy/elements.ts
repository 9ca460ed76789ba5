/** The elements of a policy document and of its statements, in the order in which AWS's documentation writes them. */
export const DOCUMENT_ELEMENTS: readonly string[] = ["Version", "Id", "Statement"];

export const STATEMENT_ELEMENTS: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
