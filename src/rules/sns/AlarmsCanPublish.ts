import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import { keyLetsServiceUse } from '../../model/key-policies';
import type { Rule } from '../rule';

const ACTIONS = ['AlarmActions', 'InsufficientDataActions', 'OKActions'];

export const rule: Rule = {
  id: 'ZT-SNS-002',
  title: 'The key of a topic that alarms publish to lets alarms use it',
  severity: 'high',
  types: ['AWS::SNS::Topic'],
  rationale: 'An alarm that may not use the key fires and nobody hears of it: the message vanishes without an error.',
  remediation: 'Let cloudwatch.amazonaws.com do kms:Decrypt and kms:GenerateDataKey in the policy of a customer-managed key, for this account.',
  check(topic) {
    const alarms = topic.referrers('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').filter((alarm) => publishes(alarm, topic));
    const key = topic.at('KmsMasterKeyId');
    if (alarms.length === 0 || key.isAbsent) return pass(alarms.length === 0 ? 'no alarms' : 'no key');
    if (/alias\/aws\//.test(textOf(key.value) ?? '')) return fail('its key is the one of AWS, which alarms cannot use', textOf(key.value));
    return keyLetsServiceUse(key, (principal) => principal === 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], 'alarms');
  },
};

function publishes(alarm: TemplateResource, topic: TemplateResource): boolean {
  return ACTIONS.some((list) => alarm.at(list).items().some((action) => resourceOf(action.value) === topic));
}
