/**
 * Prefixes that several pages of AWS's reference share (classic load balancers and the others, the first and the second
 * version of an API): where two of them have an action of the same name, the catalogue knows the resources of one page.
 */
export const SHARED_PREFIXES: readonly string[] = [
  "apigateway",
  "aws-marketplace",
  "elasticloadbalancing",
  "greengrass",
  "kinesisanalytics",
  "lex",
  "ses",
];
