import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { CustomerManagedRole } from './customer-managed-role';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';

/** Why the ARN of objects ends in a wildcard. */
export const OBJECTS_HAVE_NO_ARN = 'Objects have no ARN to name before they are written; the statement names their bucket and the prefix that was granted.';

/**
 * Acknowledges the `*` in the ARN of objects that were granted, on the policy that holds the grant. Other roles than ours are
 * left as they are.
 */
export function acknowledgeObjects(grantee: iam.IGrantable, grant: iam.Grant, objectArns: string[], reason = OBJECTS_HAVE_NO_ARN): void {
  for (const statement of grant.principalStatements) acknowledgeWildcards(grantee.grantPrincipal, statement, objectArns, reason);
}

/**
 * Acknowledges the `*` in ARNs of a statement that was added to a role, for what has no ARN of its own. Other roles than ours
 * are left as they are.
 */
export function acknowledgeWildcards(role: iam.IPrincipal, statement: iam.PolicyStatement, arns: string[], reason: string): void {
  const policy = arns.length > 0 && role instanceof CustomerManagedRole ? role._policyWith(statement) : undefined;
  if (!policy) return;
  let told = false;
  // A reference to another stack has its final form, by which the finding is called, when the app is synthesised.
  policy.node.addValidation({
    validate: () => {
      if (!told) tell(policy.node.defaultChild!, arns, reason);
      told = true;
      return [];
    },
  });
}

/**
 * What of a statement has no ARN of its own, and names what it is of: objects of one bucket, below a prefix or not, and indexes of one table.
 * Grants of imported buckets and tables hold them.
 */
export function partsWithoutArn(scope: IConstruct, { actions, resources }: iam.PolicyStatement): string[] {
  const part = PARTS.find(({ service }) => actions.every((action) => action.startsWith(`${service}:`)));
  if (!part) return [];
  return resources.filter((arn) => {
    const resolved = Stack.of(scope).resolve(arn);
    return resolved !== undefined && part.pattern.test(flat(resolved));
  });
}

/** A part of an ARN: a text without wildcard, or a reference. */
const ANY = '(<[^<>]+>|[^:*?<>]*)';

const PARTS = [
  { service: 's3', pattern: new RegExp(`^(arn:${ANY}:s3:::[^*?/]+|<[^<>]+\\.Arn>)/[^*?]*\\*$`) },
  { service: 'dynamodb', pattern: new RegExp(`^(arn:${ANY}:dynamodb:${ANY}:${ANY}:table/[^*?/]+|<[^<>]+\\.Arn>)/index/\\*$`) },
];

function tell(policy: IConstruct, arns: string[], reason: string): void {
  const wildcards = arns.map((arn) => flat(Stack.of(policy).resolve(arn))).filter((arn) => arn.includes('*'));
  if (wildcards.length === 0) return;
  acknowledgeStructural(policy, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: wildcards.map((arn) => `AwsSolutions::AwsSolutions-IAM5[Resource::${arn}]`),
    provedBy: 'ZT-IAM-001',
    reason,
  });
}

/** An ARN as findings of cdk-nag call it: references as `<LogicalId.Attribute>`, variables of a policy in the same brackets. */
function flat(value: any): string {
  if (typeof value === 'string') return value.replace(/\$\{([^}]*)\}/g, '<$1>');
  const [[name, argument]] = Object.entries<any>(value);
  switch (name) {
    case 'Fn::Join': return argument[1].map(flat).join(argument[0]);
    case 'Fn::GetAtt': return `<${argument.join('.')}>`;
    case 'Fn::ImportValue': return flat(argument);
    case 'Ref': return `<${argument}>`;
    default: return JSON.stringify(value);
  }
}
