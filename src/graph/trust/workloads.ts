import type { TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';
import { remembered } from '../../model/remembered';

/** Types that act in the name of a role, and where they name it. */
const ROLE_OF: Record<string, string[]> = {
  'AWS::CodeBuild::Project': ['ServiceRole'],
  'AWS::ECS::TaskDefinition': ['TaskRoleArn'],
  'AWS::Lambda::Function': ['Role'],
  'AWS::Pipes::Pipe': ['RoleArn'],
  'AWS::Scheduler::Schedule': ['Target', 'RoleArn'],
  'AWS::StepFunctions::StateMachine': ['RoleArn'],
};

export const WORKLOADS = Object.keys(ROLE_OF);

/** The role in whose name a workload acts; `undefined` where it is not in the templates. */
export function roleOf(workload: TemplateResource): TemplateResource | undefined {
  const path = ROLE_OF[workload.type];
  return path && resourceOf(workload.at(...path).value, 'AWS::IAM::Role');
}

/** Properties by which anything else names the role that it acts as. */
const NAMES_ROLE = /Role(Arn|ARN|Arns|Name|s)?$|^(DeliverLogsPermissionArn|Credentials|CredentialsArn|IamInstanceProfile)$/;
/** What names a role without acting as it. */
const NAMES_ONLY = /^AWS::(IAM|KMS|SSO|Organizations|SecretsManager::ResourcePolicy|Lambda::Permission|S3::BucketPolicy|SQS::QueuePolicy|SNS::TopicPolicy|RolesAnywhere)|Policy$|^Custom::|^AWS::CloudFormation::/;

/** What acts as a role: functions and all else whose configuration hands it over. */
export const holdersOf = remembered(readHoldersOf);

function readHoldersOf(role: TemplateResource): TemplateResource[] {
  const instances = role.referrers('AWS::IAM::InstanceProfile').flatMap((profile) => profile.referrers('AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'));
  const naming = role.referrers().filter(({ type }) => !NAMES_ONLY.test(type));
  const holders = naming.filter((one) => (ROLE_OF[one.type] ? actsAs(one, role) : one.mayName(role, NAMES_ROLE)));
  return [...new Set([...holders, ...instances])];
}

/** Execution roles of containers are used by what starts them. */
function actsAs(workload: TemplateResource, role: TemplateResource): boolean {
  return roleOf(workload) === role || resourceOf(workload.at('ExecutionRoleArn').value) === role;
}
