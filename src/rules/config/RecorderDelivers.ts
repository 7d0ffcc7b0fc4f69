import { fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-004',
  title: 'A recorder of AWS Config has a channel to deliver by',
  severity: 'medium',
  types: ['AWS::Config::ConfigurationRecorder'],
  rationale: 'A recorder does not start before there is a delivery channel, and one without any keeps no history to show to anybody.',
  remediation: 'Add an AWS::Config::DeliveryChannel with a bucket of its own.',
  check: (_recorder, model) => (model.ofType('AWS::Config::DeliveryChannel').some((channel) => channel.exists()) ? pass('a delivery channel')
    : fail('it delivers nowhere', 'no AWS::Config::DeliveryChannel')),
};
