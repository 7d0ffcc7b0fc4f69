import type { Rule, Severity } from '../rules';

/** The rule that reads the code of functions, where it is asked for: the parsers that it takes are not loaded before. */
export function unusedGrantsRules(severity: Severity | undefined): Rule[] {
  if (severity === undefined) return [];
  const { unusedGrantsRule } = require('../rules/unused-grants') as typeof import('../rules/unused-grants');
  return [unusedGrantsRule(severity)];
}
