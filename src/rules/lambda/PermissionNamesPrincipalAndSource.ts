import { describe, Expression, textOf } from '../../model';
import { every, fail, isOneOf, isPresent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-001',
  title: 'Lambda permissions grant access to named principals only, with a source for AWS services',
  severity: 'critical',
  types: ['AWS::Lambda::Permission'],
  rationale: 'An AWS service invokes on behalf of any customer: without source ARN and account, a bucket, rule or API of another account can invoke the function '
    + '(confused deputy).',
  remediation: 'Set SourceArn and SourceAccount, or PrincipalOrgID. Remove the permission for the test-invoke-stage of the console.',
  check(permission) {
    const { value } = permission.at('Principal');
    if (value.kind === 'unknown') return unknown('its principal is not known before deployment', describe(value));
    const principal = textOf(value) ?? '';
    if (principal === '' || principal.includes('*')) return fail('it allows any principal to invoke the function', describe(value));
    return every(
      isOneOf(permission.at('FunctionUrlAuthType'), [undefined, 'AWS_IAM'], 'it allows unauthenticated calls of the function URL'),
      /\.amazon(aws)?\.com/.test(principal) ? sourceOfService(permission.properties) : pass(describe(value)),
      narrowSource(permission.at('SourceArn')),
    );
  },
};

function sourceOfService(permission: Expression): RuleResult {
  if (!permission.at('PrincipalOrgID').isAbsent) return isPresent(permission.at('PrincipalOrgID'), 'its organization ID is empty');
  return every(
    isPresent(permission.at('SourceArn'), 'it allows an AWS service without SourceArn'),
    isPresent(permission.at('SourceAccount'), 'it allows an AWS service without SourceAccount'),
  );
}

function narrowSource(sourceArn: Expression): RuleResult {
  const text = textOf(sourceArn.value);
  if (text === undefined) return pass();
  if (text.includes('test-invoke-stage')) return fail('it allows invocations from the test-invoke-stage of the console', describe(sourceArn.value));
  return isAnything(text.replace(/\$\{[^}]*\}/g, 'x')) ? fail('its SourceArn matches any source', describe(sourceArn.value)) : pass(describe(sourceArn.value));
}

/** arn:partition:service:region:account:resource; without account and resource it is anyone's. */
function isAnything(arn: string): boolean {
  if (!arn.startsWith('arn:')) return /^\**$/.test(arn);
  const [, , service, , account, ...resource] = arn.split(':');
  return service.includes('*') || (/^\*?$/.test(account ?? '') && /^[*/:]*$/.test(resource.join(':')));
}
