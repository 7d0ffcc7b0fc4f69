import { Statement, textOf } from '../../model';

/** Actions each of which alone gives whoever has it more permissions, or the identity of another. */
export const ESCALATING = [
  'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreateAccessKey',
  'iam:CreateLoginProfile', 'iam:CreatePolicyVersion', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary',
  'iam:PutGroupPolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateLoginProfile',
];

/** The ARNs of AWS managed policies with which whoever has them can give away any right. */
export const ADMINISTRATOR_POLICY = /:policy\/(.*\/)?(AdministratorAccess[\w-]*|IAMFullAccess|PowerUserAccess|SystemAdministrator)$/;

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
