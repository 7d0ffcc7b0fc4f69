import { someBeside } from '../../model/beside';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-004',
  title: 'AWS Config recorders have a delivery channel',
  severity: 'medium',
  types: ['AWS::Config::ConfigurationRecorder'],
  rationale: 'A recorder does not start without a delivery channel, and without one there is no configuration history.',
  remediation: 'Add an AWS::Config::DeliveryChannel with a bucket of its own.',
  check: (recorder, model) => someBeside(recorder, model.ofType('AWS::Config::DeliveryChannel'), 'it has no delivery channel', 'no AWS::Config::DeliveryChannel'),
};
