import { isService } from './permission-source';
import { describe, Expression, textOf } from '../../model';
import { every, fail, isPresent, isThere, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-033',
  title: 'Lambda permissions for AWS services set both SourceArn and SourceAccount, and exclude the test-invoke-stage',
  severity: 'low',
  types: ['AWS::Lambda::Permission'],
  rationale: 'With SourceAccount alone, every API, rule or bucket of that account can invoke the function. With SourceArn alone, the function trusts that no other '
    + 'account ever has a resource of that name. The test-invoke-stage of the console bypasses the authorizer and the web ACL of the API.',
  remediation: 'Set SourceArn and SourceAccount. Remove the permission for the test-invoke-stage: allowTestInvoke: false in the CDK.',
  check(permission) {
    const principal = textOf(permission.at('Principal').value) ?? '';
    if (!isService(principal)) return pass(principal);
    if (isThere(permission.at('PrincipalOrgID')) || isThere(permission.at('EventSourceToken'))) return pass('an organization or a skill');
    return every(
      isPresent(permission.at('SourceArn'), 'it allows an AWS service without SourceArn'),
      isPresent(permission.at('SourceAccount'), 'it allows an AWS service without SourceAccount'),
      narrowSource(permission.at('SourceArn')),
    );
  },
};

function narrowSource(sourceArn: Expression): RuleResult {
  const text = textOf(sourceArn.value);
  if (text === undefined) return pass();
  if (text.includes('test-invoke-stage')) return fail('it allows invocations from the test-invoke-stage of the console', describe(sourceArn.value));
  return isAnything(text.replace(/\$\{[^}]*\}/g, 'x')) ? fail('its SourceArn matches any source', describe(sourceArn.value)) : pass(describe(sourceArn.value));
}

/** arn:partition:service:region:account:resource; without account and resource it is anything. */
function isAnything(arn: string): boolean {
  if (!arn.startsWith('arn:')) return /^\**$/.test(arn);
  const [, , service, , account, ...resource] = arn.split(':');
  return service.includes('*') || (/^\*?$/.test(account ?? '') && /^[*/:]*$/.test(resource.join(':')));
}
