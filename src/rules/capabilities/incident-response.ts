import { Expression, TemplateResource, textOf, Value } from '../../model';
import { every, fail, isOneOf, pass, resourceOf, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';
import { capability } from './capability';

/** Who sends findings as events. */
const SOURCES = ['aws.guardduty', 'aws.securityhub'];
/** What acts on one. A topic only tells of it. */
const ACTORS = ['AWS::Lambda::Alias', 'AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::SSM::Document', 'AWS::StepFunctions::StateMachine'];
const ACTOR_ARN = /^arn:[^:]*:(lambda|states|ssm):/;

export const incidentResponse = capability('incident-response', '008', {
  title: 'The app has an EventBridge rule that sends GuardDuty or Security Hub findings to a response',
  types: ['AWS::Events::Rule'],
  rationale: 'An intruder works in minutes. A finding that waits for a person to read it is answered in hours.',
  remediation: 'Send findings to a function, a state machine or a runbook, or to a queue that a function reads, or name what responds elsewhere: Capability.INCIDENT_RESPONSE.providedBy(name, arn, owner).',
}, (rule) => {
  const sources = rule.at('EventPattern', 'source');
  const isOfFindings = sources.items().some(({ value }) => SOURCES.includes(textOf(value) ?? ''));
  const isUnknown = [sources, ...sources.items()].some(({ value }) => value.kind === 'unknown');
  return every(
    isOfFindings ? pass('findings') : isUnknown ? unknown('its sources are not known before deployment') : fail('it matches no findings', 'no such source'),
    isOneOf(rule.at('State'), [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'], 'it is disabled'),
    responds(rule.at('Targets')),
  );
});

function responds(targets: Expression): RuleResult {
  const arns = targets.items().map((target) => target.at('Arn').value);
  if (arns.some((arn) => resourceOf(arn, ...ACTORS) || (arn.kind === 'known' && ACTOR_ARN.test(textOf(arn) ?? '')))) return pass('a response');
  const reads = arns.flatMap(mappingsOf).map((mapping) => isOneOf(mapping.at('Enabled'), [undefined, 'true'], 'its queue is not read'));
  const read = reads.find(({ verdict }) => verdict === 'pass') ?? reads.find(({ verdict }) => verdict === 'unknown');
  if (read) return read;
  return [targets.value, ...arns].some((arn) => arn.kind === 'unknown') ? unknown('its targets are not known before deployment')
    : fail('none of its targets responds', 'no function, state machine or runbook');
}

/** A queue between keeps findings until a function has taken them. */
function mappingsOf(arn: Value): TemplateResource[] {
  const queue = resourceOf(arn, 'AWS::SQS::Queue');
  return (queue?.referrers('AWS::Lambda::EventSourceMapping') ?? []).filter((mapping) => resourceOf(mapping.at('EventSourceArn').value) === queue);
}
