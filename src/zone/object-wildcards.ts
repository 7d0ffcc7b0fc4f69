import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { CustomerManagedRole } from './customer-managed-role';
import { acknowledgeStructural, StructuralCause } from './structural-acknowledgement';

/**
 * Acknowledges the `*` in the ARN of objects that were granted, on the policy that holds the grant. Other roles than ours are
 * left as they are.
 */
export function acknowledgeObjects(grantee: iam.IGrantable, grant: iam.Grant, objectArns: string[]): void {
  const role = grantee.grantPrincipal;
  if (!(role instanceof CustomerManagedRole)) return;
  for (const statement of grant.principalStatements) {
    const policy = role._policyWith(statement);
    if (!policy) continue;
    let told = false;
    // A reference to another stack has its final form, by which the finding is called, when the app is synthesised.
    policy.node.addValidation({
      validate: () => {
        if (!told) tell(policy.node.defaultChild!, objectArns);
        told = true;
        return [];
      },
    });
  }
}

function tell(policy: IConstruct, objectArns: string[]): void {
  const wildcards = objectArns.map((arn) => flat(Stack.of(policy).resolve(arn))).filter((arn) => arn.includes('*'));
  if (wildcards.length === 0) return;
  acknowledgeStructural(policy, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: wildcards.map((arn) => `AwsSolutions::AwsSolutions-IAM5[Resource::${arn}]`),
    provedBy: 'ZT-IAM-001',
    reason: 'Objects have no ARN to name before they are written; the statement names their bucket and the prefix that was granted.',
  });
}

/** An ARN as findings of cdk-nag call it: references as `<LogicalId.Attribute>`. */
function flat(value: any): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries<any>(value);
  switch (name) {
    case 'Fn::Join': return argument[1].map(flat).join(argument[0]);
    case 'Fn::GetAtt': return `<${argument.join('.')}>`;
    case 'Fn::ImportValue': return flat(argument);
    case 'Ref': return `<${argument}>`;
    default: return JSON.stringify(value);
  }
}
