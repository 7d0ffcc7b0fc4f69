import { keysOf } from './keys';
import type { TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';

/** Writing, and what finds out where to. Reading what others wrote is access. */
const LOGS = /^logs:(CreateLogStream|PutLogEvents|Describe\w+|CreateLogGroup|PutRetentionPolicy)$/;
/** What a key is used for on behalf of what is under it: not to sign, and not to hand its use on. */
const USES_KEY = /^kms:(Decrypt|DescribeKey|Encrypt|GenerateDataKey\w*|ReEncrypt\w+)$/;
/** What is done with executions, and not with the state machine. */
export const OF_EXECUTIONS = /^states:(Describe|Get|List|Redrive|Start|Stop)\w*$/;
/** What a send to a dead-letter queue takes. */
const SENDS = /^(sqs:SendMessage|sns:Publish)$/;

/**
 * Whether the configuration of a workload makes an access by itself, so that nothing has to declare it: writing to logs, the keys of what it
 * uses, its own dead letters.
 *
 * @param others what else it may use
 */
export function isImplied(
  workload: TemplateResource | undefined, target: TemplateResource, actions: readonly string[], others: Iterable<TemplateResource>,
): boolean {
  // children of a distributed map
  if (target === workload && target.type === 'AWS::StepFunctions::StateMachine') return actions.every((action) => OF_EXECUTIONS.test(action));
  if (target.type === 'AWS::KMS::Key') {
    if (!actions.every((action) => USES_KEY.test(action))) return false;
    const isOf = (one: TemplateResource) => keysOf(one).includes(target);
    return [...others].some(isOf) || (workload !== undefined && (isOf(workload) || ownKeyOf(workload) === target));
  }
  if (target.type === 'AWS::Logs::LogGroup') return isLogging(actions);
  const deadLetters = workload ? [workload.at('DeadLetterConfig', 'TargetArn'), workload.at('Target', 'DeadLetterConfig', 'Arn')] : [];
  return deadLetters.some(({ value }) => resourceOf(value) === target) && actions.every((action) => SENDS.test(action));
}

const OWN_KEY = [['KmsKeyArn'], ['KmsKeyIdentifier'], ['EncryptionKey'], ['EncryptionConfiguration', 'KmsKeyId']];

/** The key by which a workload keeps itself: a schedule, a pipe, a build, a state machine. */
function ownKeyOf(workload: TemplateResource): TemplateResource | undefined {
  return OWN_KEY.map((path) => resourceOf(workload.at(...path).value, 'AWS::KMS::Key')).find((key) => key !== undefined);
}

/** Whether actions write logs, and read none. */
export function isLogging(actions: readonly string[]): boolean {
  return actions.length > 0 && actions.every((action) => LOGS.test(action));
}
