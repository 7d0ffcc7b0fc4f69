import { allowing, identityOf } from './identities';
import { isOfService, reachOf } from './names';
import { describe, Statement, textOf } from '../../model';
import { TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What lets other accounts, or everyone, in at a resource. Source: Service Authorization Reference, access level "Permissions management". */
export const EXPOSES = [
  'aoss:CreateAccessPolicy', 'aoss:UpdateAccessPolicy', 'backup:PutBackupVaultAccessPolicy', 'codeartifact:PutDomainPermissionsPolicy',
  'codeartifact:PutRepositoryPermissionsPolicy', 'dynamodb:PutResourcePolicy', 'ec2:ModifyImageAttribute', 'ec2:ModifySnapshotAttribute',
  'ec2:ModifyVpcEndpointServicePermissions', 'ecr:PutRegistryPolicy', 'ecr:SetRepositoryPolicy', 'elasticfilesystem:PutFileSystemPolicy',
  'events:PutPermission', 'glue:PutResourcePolicy', 'kinesis:PutResourcePolicy', 'kms:CreateGrant', 'lakeformation:GrantPermissions',
  'lambda:AddLayerVersionPermission', 'lambda:AddPermission', 'lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig',
  'logs:PutDestinationPolicy', 'ram:AssociateResourceShare', 'ram:CreateResourceShare', 'rds:ModifyDBClusterSnapshotAttribute',
  'rds:ModifyDBSnapshotAttribute', 's3:PutAccessPointPolicy', 's3:PutAccountPublicAccessBlock', 's3:PutBucketAcl', 's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock', 'secretsmanager:PutResourcePolicy', 'sns:AddPermission', 'sqs:AddPermission', 'ssm:ModifyDocumentPermission',
  'vpc-lattice:PutAuthPolicy',
];
/** Conditions on what is opened, or for whom. Source: Service Authorization Reference, condition keys of these actions. */
const NARROWING = new RegExp([
  /^[\w-]+:resourcetag\/|^s3:(existingbuckettag\/|accesspointnetworkorigin$)/, /^aws:(calledvia|viaawsservice$|resourceorgid$)/,
  /^kms:(grantisforawsresource|granteeprincipal|viaservice|grantoperations)$/, /^lambda:(functionurlauthtype|principal|functionarn)$/, /^ram:/,
].map(({ source }) => source).join('|'));

export const rule: Rule = {
  id: 'ZT-IAM-027',
  title: 'IAM policies do not allow changing who has access to every resource of a service',
  severity: 'high',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'A principal that can write resource policies, grants or shares of every resource gives their data to another account, and no deployment shows it.',
  remediation: 'Name the resources, restrict the statement by aws:ResourceTag or a condition of the service such as kms:GrantIsForAWSResource, '
    + 'or leave resource policies to deployment.',
  // source: MITRE ATT&CK T1537 (Transfer Data to Cloud Account)
  check(resource) {
    const identity = identityOf(resource);
    if (!identity || identity.kind === 'deployer') return pass('a permissions boundary, judged with its roles, or what deploys');
    const mayBeAllowed = new Set(identity.statements.flatMap((statement) => (statement.allows ? statement.coveredOf(EXPOSES) : [])));
    const opened = [...mayBeAllowed].flatMap((action) => (
      allowing(identity, action).map((statement) => ({ action, statement, on: reachedBy(statement, action) }))));
    const all = opened.filter(({ on }) => on === 'any');
    if (all.length > 0) return fail('it allows opening any resource of a service to others', [...new Set(all.map(({ action }) => action))].join(', '));
    return every(pass(), ...opened.filter(({ on }) => on === 'unknown').map(({ action, statement }): RuleResult => (
      unknown('whether it allows opening any resource of a service to others is not known before deployment', `${action} on ${statement.resources.map(describe).join(', ')}`))));
  },
};

function reachedBy(statement: Statement, action: string): 'any' | 'named' | 'unknown' {
  if (statement.conditions.some(narrows)) return 'named';
  if (statement.hasNotResource) return 'any';
  const on = statement.resources.filter((value) => isOfService(action, value));
  if (on.some((value) => reachOf(value) === 'any')) return 'any';
  return on.some((value) => value.kind === 'unknown' && value.text === undefined) ? 'unknown' : 'named';
}

function narrows({ key, values }: Statement['conditions'][number]): boolean {
  return NARROWING.test(key) && values.length > 0 && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? ''));
}
