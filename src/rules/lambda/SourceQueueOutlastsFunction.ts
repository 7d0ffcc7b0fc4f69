import { describe, TemplateResource, textOf } from '../../model';
import { decide, every, isAtLeast, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { functionOf } from './event-sources';

const DEFAULT_TIMEOUT = 3;
const DEFAULT_VISIBILITY = 30;

export const rule: Rule = {
  id: 'ZT-LAMBDA-004',
  title: 'A queue that feeds a function hides messages for six timeouts, and has dead letters',
  severity: 'medium',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'A message that shows up again while the function still works on it is handled twice; one that always fails comes back for ever, '
    + 'unless it ends as a dead letter.',
  remediation: 'Set the queue\'s VisibilityTimeout to six times the function\'s timeout or more, and its RedrivePolicy.',
  check(mapping) {
    const source = mapping.at('EventSourceArn').value;
    const queue = resourceOf(source, 'AWS::SQS::Queue');
    if (queue) return judge(mapping, queue);
    const mayBeQueue = source.kind === 'unknown' || /:sqs:/.test(textOf(source) ?? '');
    return mayBeQueue ? unknown('its queue is not in the templates', describe(source)) : pass('no queue');
  },
};

function judge(mapping: TemplateResource, queue: TemplateResource): RuleResult {
  const runs = functionOf(mapping);
  const redrive = isPresent(queue.at('RedrivePolicy', 'deadLetterTargetArn'), `${queue.name} has no dead letters`);
  if (!runs) return every(redrive, unknown('its function is not in the templates', describe(mapping.at('FunctionName').value)));

  let timeout = NaN;
  const known = decide(runs.at('Timeout'), `the timeout of ${runs.name} is no number`, (value) => (timeout = Number(value ?? DEFAULT_TIMEOUT)) > 0);
  if (known.verdict !== 'pass') return every(redrive, known);
  const finding = `${queue.name} hides messages for less than six times the ${timeout} s of ${runs.name}`;
  return every(redrive, isAtLeast(queue.at('VisibilityTimeout'), 6 * timeout, finding, DEFAULT_VISIBILITY));
}
