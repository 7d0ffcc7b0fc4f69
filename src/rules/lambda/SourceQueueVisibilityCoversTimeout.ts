import { describe, TemplateResource, textOf } from '../../model';
import { decide, every, isAtLeast, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { functionOf } from './event-sources';

const DEFAULT_TIMEOUT = 3;
const DEFAULT_VISIBILITY = 30;

export const rule: Rule = {
  id: 'ZT-LAMBDA-004',
  title: 'SQS event source mappings have a dead-letter queue and a visibility timeout of 6 function timeouts',
  severity: 'medium',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'A message that becomes visible while the function still processes it is processed twice; one that always fails is retried until it expires, '
    + 'unless the queue has a dead-letter queue.',
  remediation: 'Set VisibilityTimeout of the queue to at least six times the timeout of the function, and set RedrivePolicy.',
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
  const redrive = isPresent(queue.at('RedrivePolicy', 'deadLetterTargetArn'), `${queue.name} has no dead-letter queue`);
  if (!runs) return every(redrive, unknown('its function is not in the templates', describe(mapping.at('FunctionName').value)));

  let timeout = NaN;
  const known = decide(runs.at('Timeout'), `the timeout of ${runs.name} is not a number`, (value) => (timeout = Number(value ?? DEFAULT_TIMEOUT)) > 0);
  if (known.verdict !== 'pass') return every(redrive, known);
  const finding = `the visibility timeout of ${queue.name} is less than six times the ${timeout} s timeout of ${runs.name}`;
  return every(redrive, isAtLeast(queue.at('VisibilityTimeout'), 6 * timeout, finding, DEFAULT_VISIBILITY));
}
