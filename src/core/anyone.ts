import * as iam from 'aws-cdk-lib/aws-iam';

/** Whether a principal is everyone. */
export function isAnyone(principal: iam.IPrincipal): boolean {
  return principal instanceof iam.StarPrincipal || principal instanceof iam.AnyPrincipal
    || (principal instanceof iam.ArnPrincipal && principal.arn === '*');
}
