import { textOf } from '../../model';
import { every, fail, isOneOf, isTrue, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What an app of functions needs: who reads its buckets, and whom its functions call. */
const FEATURES = ['S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS'];

export const rule: Rule = {
  id: 'ZT-GUARDDUTY-001',
  title: 'GuardDuty detectors are enabled with S3 Protection and Lambda Protection',
  severity: 'medium',
  types: ['AWS::GuardDuty::Detector'],
  rationale: 'Without these features GuardDuty detects neither a function that calls a command-and-control server nor exfiltration from a bucket.',
  remediation: 'Set Enable, and Features S3_DATA_EVENTS and LAMBDA_NETWORK_LOGS with Status ENABLED.',
  check(detector) {
    const features = detector.at('Features').items();
    return every(
      isTrue(detector.at('Enable'), 'it is disabled'),
      ...FEATURES.map((name): RuleResult => {
        const feature = features.find((one) => textOf(one.at('Name').value) === name);
        if (feature) return isOneOf(feature.at('Status'), ['ENABLED'], `${name} is disabled`);
        return features.some((one) => one.value.kind === 'unknown') ? unknown(`whether it has ${name} is not known before deployment`) : fail(`it does not have ${name}`, 'no such feature');
      }),
    );
  },
};
