import { isService, namesCustomer, namesOrganization, opensPublicUrl } from './permission-source';
import { describe, textOf } from '../../model';
import { every, fail, isOneOf, pass, unknown } from '../../model/judge';
import { ownerOf } from '../../model/narrowing';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-001',
  title: 'Lambda permissions grant access to named principals only, and to AWS services for a named account only',
  severity: 'critical',
  types: ['AWS::Lambda::Permission'],
  rationale: 'An AWS service invokes on behalf of any customer: where neither the account nor a source ARN that holds the account is named, a bucket, rule or API of '
    + 'another account can invoke the function (confused deputy). The ARN of an S3 bucket holds no account.',
  remediation: 'Set SourceAccount, SourceArn or PrincipalOrgID: for S3, SourceAccount.',
  check(permission) {
    const { value } = permission.at('Principal');
    if (opensPublicUrl(permission)) return pass('a public function URL: see ZT-LAMBDA-008');
    if (ownerOf(value).kind === 'some account') return pass('an identity of one account: see ZT-TRUST-004');
    if (value.kind === 'unknown') return unknown('its principal is not known before deployment', describe(value));
    const principal = textOf(value) ?? '';
    const isAnyone = principal === '' || principal.includes('*');
    if (isAnyone && permission.at('PrincipalOrgID').isAbsent) return fail('it allows any principal to invoke the function', describe(value));
    return every(
      isOneOf(permission.at('FunctionUrlAuthType'), [undefined, 'AWS_IAM'], 'it allows unauthenticated calls of the function URL'),
      isAnyone ? namesOrganization(permission) : isService(principal) ? namesCustomer(permission) : pass(describe(value)),
    );
  },
};
