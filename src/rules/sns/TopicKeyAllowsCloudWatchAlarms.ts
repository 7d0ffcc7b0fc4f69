import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import { keyLetsServiceUse } from '../../model/key-policies';
import type { Rule } from '../rule';

const ACTIONS = ['AlarmActions', 'InsufficientDataActions', 'OKActions'];

export const rule: Rule = {
  id: 'ZT-SNS-002',
  title: 'KMS keys of SNS topics with CloudWatch alarms allow CloudWatch to use them',
  severity: 'medium',
  types: ['AWS::SNS::Topic'],
  rationale: 'When CloudWatch cannot use the key, the alarm fires but its message is lost without an error.',
  remediation: 'Allow kms:Decrypt and kms:GenerateDataKey to cloudwatch.amazonaws.com for this account in the policy of a customer managed key.',
  check(topic) {
    const alarms = topic.referrers('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').filter((alarm) => publishes(alarm, topic));
    const key = topic.at('KmsMasterKeyId');
    if (alarms.length === 0 || key.isAbsent) return pass(alarms.length === 0 ? 'no alarms' : 'no key');
    if (/alias\/aws\//.test(textOf(key.value) ?? '')) return fail('it is encrypted with the AWS managed key, which CloudWatch alarms cannot use', textOf(key.value));
    return keyLetsServiceUse(key, (principal) => principal === 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], 'alarms');
  },
};

function publishes(alarm: TemplateResource, topic: TemplateResource): boolean {
  return ACTIONS.some((list) => alarm.at(list).items().some((action) => resourceOf(action.value) === topic));
}
