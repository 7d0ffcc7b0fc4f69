import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-012',
  title: 'Lambda layers are pinned to an account and version',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A layer runs with all permissions of the function. The template must specify its version, independent of the deployment.',
  remediation: 'Refer to an AWS::Lambda::LayerVersion, or to a full layer version ARN with account, name and version.',
  check: (fn) => every(...fn.at('Layers').items().map(pinned)),
};

function pinned(layer: Expression): RuleResult {
  const { value } = layer;
  const seen = describe(value);
  if (resourceOf(value, 'AWS::Lambda::LayerVersion')) return pass(seen);
  if (value.kind === 'unknown') return unknown('a layer is not known before deployment', seen);
  const text = (textOf(value) ?? '').replace(/\$\{AWS::AccountId\}/g, '111122223333').replace(/\$\{[^}]*\}/g, 'x');
  return /^arn:[^:]+:lambda:[^:*]+:\d{12}:layer:[\w-]+:\d+$/.test(text) ? pass(seen) : fail('a layer is not pinned to an account and version', seen);
}
