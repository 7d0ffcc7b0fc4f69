import { describe } from '../../model';
import { every, isPresent, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-001',
  title: 'Events that a rule cannot deliver are kept',
  severity: 'medium',
  types: ['AWS::Events::Rule'],
  rationale: 'An event that a target refuses, because a permission or a key is missing, is gone after a day without an error.',
  remediation: 'Set DeadLetterConfig on each target.',
  check(resource) {
    const targets = resource.at('Targets');
    if (targets.value.kind !== 'known') return unknown('its targets are not known before deployment', describe(targets.value));
    return every(...targets.items().map((target) => isPresent(target.at('DeadLetterConfig', 'Arn'), 'an event that it cannot deliver is lost')));
  },
};
