import { responders } from '../../graph/response';
import { Expression, TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Metrics that count what went wrong; one that counts successes alarms when there are none. */
const FAILURES = ['ExecutionsAborted', 'ExecutionsFailed', 'ExecutionThrottled', 'ExecutionsTimedOut'];
const SUCCESSES = ['ExecutionsStarted', 'ExecutionsSucceeded'];

export const rule: Rule = {
  id: 'ZT-STATES-006',
  title: 'Step Functions state machines that respond to findings have a CloudWatch alarm on their executions',
  severity: 'medium',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'A response runs seldom. When an execution fails, or a chain that a drill tests each day no longer ends in a success, only an alarm shows it before the next incident.',
  remediation: 'Add an alarm on ExecutionsFailed, or on ExecutionsSucceeded less than 1 with TreatMissingData breaching, with the state machine as dimension.',
  check(machine, model) {
    if (!responders(model).includes(machine)) return pass('no response');
    const alarms = model.ofType('AWS::CloudWatch::Alarm').map((alarm) => ({ alarm, found: watches(alarm, machine) }));
    return some(fail('no alarm is on its executions', 'no AWS::CloudWatch::Alarm'), ...alarms.flatMap(({ alarm, found }) => (found.length > 0 && alarm.exists() ? found : [])));
  },
};

/** Whether an alarm is on the executions of a state machine; nothing for an alarm on something else. */
function watches(alarm: TemplateResource, machine: TemplateResource): RuleResult[] {
  return [alarm.properties, ...alarm.at('Metrics').items().map((query) => query.at('MetricStat', 'Metric'))].flatMap((metric) => {
    if (textOf(metric.at('Namespace').value) !== 'AWS/States') return [];
    const name = textOf(metric.at('MetricName').value);
    const dimension = metric.at('Dimensions').items().find((one) => textOf(one.at('Name').value) === 'StateMachineArn')?.at('Value');
    if (dimension?.value.kind === 'unknown' || name === undefined) return [unknown('which executions an alarm is on is not known before deployment', alarm.name)];
    if (!dimension || resourceOf(dimension.value) !== machine) return [];
    return FAILURES.includes(name) || (SUCCESSES.includes(name) && alarmsOnSilence(alarm.properties)) ? [pass(alarm.name)] : [];
  });
}

function alarmsOnSilence(alarm: Expression): boolean {
  return textOf(alarm.at('TreatMissingData').value) === 'breaching' && /^LessThan/.test(textOf(alarm.at('ComparisonOperator').value) ?? '');
}
