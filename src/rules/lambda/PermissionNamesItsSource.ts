import { describe, Expression, textOf } from '../../model';
import { every, fail, isOneOf, isPresent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-001',
  title: 'A permission names who invokes, from which source and account',
  severity: 'critical',
  types: ['AWS::Lambda::Permission'],
  rationale: 'A service invokes on behalf of any customer: without source and account, somebody else\'s bucket, rule or API calls the function '
    + '(the confused deputy).',
  remediation: 'Set SourceArn and SourceAccount, or PrincipalOrgID. Leave out the permission for the console\'s test-invoke stage.',
  check(permission) {
    const { value } = permission.at('Principal');
    if (value.kind === 'unknown') return unknown('who may invoke is not known before deployment', describe(value));
    const principal = textOf(value) ?? '';
    if (principal === '' || principal.includes('*')) return fail('it lets anyone invoke', describe(value));
    return every(
      isOneOf(permission.at('FunctionUrlAuthType'), [undefined, 'AWS_IAM'], 'it opens the function\'s URL to anyone'),
      /\.amazon(aws)?\.com/.test(principal) ? sourceOfService(permission.properties) : pass(describe(value)),
      narrowSource(permission.at('SourceArn')),
    );
  },
};

function sourceOfService(permission: Expression): RuleResult {
  if (!permission.at('PrincipalOrgID').isAbsent) return isPresent(permission.at('PrincipalOrgID'), 'it names no organisation');
  return every(
    isPresent(permission.at('SourceArn'), 'it names a service but no SourceArn'),
    isPresent(permission.at('SourceAccount'), 'it names a service but no SourceAccount'),
  );
}

function narrowSource(sourceArn: Expression): RuleResult {
  const text = textOf(sourceArn.value);
  if (text === undefined) return pass();
  if (text.includes('test-invoke-stage')) return fail('it lets the console invoke without a deployed stage', describe(sourceArn.value));
  return isAnything(text.replace(/\$\{[^}]*\}/g, 'x')) ? fail('its source is anything', describe(sourceArn.value)) : pass(describe(sourceArn.value));
}

/** arn:partition:service:region:account:resource; without account and resource it is anyone's. */
function isAnything(arn: string): boolean {
  if (!arn.startsWith('arn:')) return /^\**$/.test(arn);
  const [, , service, , account, ...resource] = arn.split(':');
  return service.includes('*') || (/^\*?$/.test(account ?? '') && /^[*/:]*$/.test(resource.join(':')));
}
