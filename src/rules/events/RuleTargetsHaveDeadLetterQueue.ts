import { describe } from '../../model';
import { every, isPresent, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-001',
  title: 'EventBridge rule targets have a dead-letter queue',
  severity: 'medium',
  types: ['AWS::Events::Rule'],
  rationale: 'An event that a target rejects, for example for a missing permission, is dropped after 24 hours without an error.',
  remediation: 'Set DeadLetterConfig on each target.',
  check(resource) {
    const targets = resource.at('Targets');
    if (targets.value.kind !== 'known') return unknown('its targets are not known before deployment', describe(targets.value));
    return every(...targets.items().map((target) => isPresent(target.at('DeadLetterConfig', 'Arn'), 'a target has no dead-letter queue')));
  },
};
