/** What a rule of an organisation is written with: `cdk-zero-trust/rules`. */
export type { Rule, RuleResult, Severity } from '../rule';
export type { Expression, TemplateIndex, TemplateResource, TemplateStack, Value } from '../../model';
export { describe, textOf } from '../../model';
export {
  decide, every, fail, isAtLeast, isAtMost, isCustomerKey, isFalseOrAbsent,
  isNotEmpty, isOneOf, isPresent, isThere, isTrue, pass, resourceOf, some, unknown,
} from '../../model/judge';
export * from './judge-template';
export * from './mutants';
