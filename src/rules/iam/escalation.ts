import { Expression, Statement, TemplateResource, textOf } from '../../model';

/** Actions each of which alone gives whoever has it more permissions, or the identity of another. */
export const ESCALATING = [
  'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreateAccessKey',
  'iam:CreateLoginProfile', 'iam:CreatePolicyVersion', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary',
  'iam:PutGroupPolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateLoginProfile',
];

/** The ARNs of AWS managed policies with which whoever has them can give away any right. */
export const ADMINISTRATOR_POLICY = /:policy\/(.*\/)?(AdministratorAccess[\w-]*|IAMFullAccess|PowerUserAccess|SystemAdministrator)$/;

/**
 * AWS managed policies by which whoever has them replaces code, runs commands or deploys with the role of something else, on every
 * resource. Source: the policies themselves (AWS Managed Policy Reference), and pathfinding.cloud.
 */
export const TAKEOVER_POLICY = new RegExp(`:iam::aws:policy/(?:.*/)?(?:${[
  'AmazonEC2FullAccess', 'AmazonECS_FullAccess', 'AmazonElasticMapReduceFullAccess', 'AmazonSageMakerFullAccess', 'AmazonSSMFullAccess', 'AWSAppRunnerFullAccess',
  'AWSCloudFormationFullAccess', 'AWSCodeBuildAdminAccess',
  'AWSCodeBuildDeveloperAccess', 'AWSGlueConsoleFullAccess', 'AWSLambda_?FullAccess', 'AWSOrganizationsFullAccess', 'AWSSSOMasterAccountAdministrator',
].join('|')})$`);

/** Those that open the data of every table, bucket, queue, stream, parameter or secret of the account. */
export const DATA_POLICY = new RegExp(`:iam::aws:policy/(?:.*/)?(?:${[
  'AmazonDynamoDB(Full|ReadOnly)Access(_v2|withDataPipeline)?', 'AmazonKinesis(Full|ReadOnly)Access', 'AmazonS3(Full|ReadOnly)Access', 'AmazonSQSFullAccess',
  'AmazonSSM(Full|ReadOnly)Access', 'SecretsManagerReadWrite',
].join('|')})$`);

/** The AWS managed policies of a kind that an identity or permission set has. */
export function managedPolicies(resource: TemplateResource, kind: RegExp): string[] {
  return policiesListedBy(resource).map(({ value }) => textOf(value) ?? '').filter((arn) => kind.test(arn));
}

/** Whether a condition asks for a boundary by its ARN, so that what is widened stays bounded. */
export function namesBoundary({ operator, key, values }: Statement['conditions'][number]): boolean {
  return key === 'iam:permissionsboundary' && /^(String|Arn)(Equals|Like)$/.test(operator) && values.length > 0
    && values.every((value) => value.kind !== 'unknown' && !/^\*?$/.test(textOf(value) ?? ''));
}

/** Whether a statement widens within a boundary only, or by policies that it names. */
export function isBounded(statement: Statement): boolean {
  return statement.conditions.some((condition) => namesBoundary(condition) || namesPolicies(condition));
}

function namesPolicies({ operator, key, values }: Statement['conditions'][number]): boolean {
  return key === 'iam:policyarn' && /^(String|Arn)(Equals|Like)$/.test(operator) && values.length > 0
    && values.every((value) => value.kind !== 'unknown' && !/[*?]/.test(textOf(value) ?? '*') && !ADMINISTRATOR_POLICY.test(textOf(value) ?? ''));
}

/** The managed policies that an identity lists: permission sets have another word for them. */
export function policiesListedBy(identity: TemplateResource): Expression[] {
  return identity.at(identity.type === 'AWS::SSO::PermissionSet' ? 'ManagedPolicies' : 'ManagedPolicyArns').items();
}
