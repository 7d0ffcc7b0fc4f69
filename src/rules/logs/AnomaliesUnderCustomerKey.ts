import { every, isAtLeast, isCustomerKey, isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';

const SHORTEST_VISIBILITY = 7;

export const rule: Rule = {
  id: 'ZT-LOGS-007',
  title: 'An anomaly detector of logs looks at log groups, under a customer-managed key',
  severity: 'medium',
  types: ['AWS::Logs::LogAnomalyDetector'],
  rationale: 'What it finds quotes the log. A detector without log groups finds nothing.',
  remediation: 'Set LogGroupArnList and KmsKeyId, and leave AnomalyVisibilityTime out.',
  check: (detector) => every(
    isNotEmpty(detector.at('LogGroupArnList'), 'it looks at no log group'),
    isCustomerKey(detector.at('KmsKeyId'), 'what it finds is not under a customer-managed key'),
    isAtLeast(detector.at('AnomalyVisibilityTime'), SHORTEST_VISIBILITY, 'what it finds is gone within a week', 21),
  ),
};
