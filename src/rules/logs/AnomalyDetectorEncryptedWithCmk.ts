import { every, isAtLeast, isCustomerKey, isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';

const SHORTEST_VISIBILITY = 7;

export const rule: Rule = {
  id: 'ZT-LOGS-007',
  title: 'Log anomaly detectors cover log groups, use a customer managed KMS key and keep anomalies 7 days',
  severity: 'medium',
  types: ['AWS::Logs::LogAnomalyDetector'],
  rationale: 'Detected anomalies contain log events. A detector without log groups detects nothing.',
  remediation: 'Set LogGroupArnList and KmsKeyId, and omit AnomalyVisibilityTime.',
  check: (detector) => every(
    isNotEmpty(detector.at('LogGroupArnList'), 'it has no log group'),
    isCustomerKey(detector.at('KmsKeyId'), 'its anomalies are not encrypted with a customer managed KMS key'),
    isAtLeast(detector.at('AnomalyVisibilityTime'), SHORTEST_VISIBILITY, 'its anomalies are visible for less than 7 days', 21),
  ),
};
