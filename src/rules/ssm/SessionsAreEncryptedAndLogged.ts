import { describe, Expression, textOf } from '../../model';
import { decide, every, fail, isCustomerKey, isPresent, isTrue, pass, some, unknown } from '../../model/judge';
import { jsonIn } from '../../model/policies-anywhere';
import type { Rule, RuleResult } from '../rule';

const IS_SESSION = /"sessionType"/;
/** The kind whose inputs are the preferences: others run one command or forward a port. */
const SHELL = 'Standard_Stream';
const NO_LOGS = 'what is done in its sessions is not logged';

export const rule: Rule = {
  id: 'ZT-SSM-001',
  title: 'Session Manager preferences of Systems Manager encrypt and log sessions',
  severity: 'medium',
  types: ['AWS::SSM::Document'],
  // source: AWS Systems Manager user guide, "Session document schema"
  rationale: 'A session is a shell with the rights of the instance. CloudTrail records that it began, and only the log of the session what was done in it.',
  remediation: 'Set kmsKeyId, and s3BucketName with s3EncryptionEnabled or cloudWatchLogGroupName with cloudWatchEncryptionEnabled, in the inputs of the document.',
  check(document) {
    const type = document.at('DocumentType');
    if (type.value.kind !== 'known') return unknown('its type is not known before deployment', describe(type.value));
    if (textOf(type.value) !== 'Session') return pass(type.isAbsent ? 'Command' : describe(type.value));
    const written = document.at('Content');
    const content = textOf(written.value) === undefined ? written : jsonIn(written, IS_SESSION);
    if (content?.value.kind !== 'known') return unknown('its content is not known before deployment', describe(written.value));
    return every(decide(content.at('sessionType'), 'its kind of session', (kind) => kind !== undefined), preferences(content));
  },
};

function preferences(content: Expression): RuleResult {
  const kind = textOf(content.at('sessionType').value);
  if (kind !== undefined && kind !== SHELL) return pass(kind);
  const inputs = content.at('inputs');
  return every(
    isCustomerKey(inputs.at('kmsKeyId'), 'its sessions are not encrypted with a KMS key'),
    some(...[['s3BucketName', 's3EncryptionEnabled'], ['cloudWatchLogGroupName', 'cloudWatchEncryptionEnabled']].map(([target, encrypted]) => logsTo(inputs.at(target), inputs.at(encrypted)))),
  );
}

function logsTo(target: Expression, encrypted: Expression): RuleResult {
  const there = isPresent(target, NO_LOGS);
  if (there.verdict !== 'pass') return there;
  return encrypted.isAbsent ? fail('its logs are not encrypted', describe(target.value)) : every(there, isTrue(encrypted, 'its logs are not encrypted'));
}
