import { ruleDeadLetters } from './dead-letters';
import { JsonObject, own } from '../../json';
import { compact, Draft, isGiven, pick } from '../intrinsics';
import { SamResource } from '../sam-resource';
import { Translation } from '../translation';

const MAX_TARGET_ID = 64;

/** A rule of EventBridge that calls something on a schedule or by a pattern. */
export function eventsRule(t: Translation, source: SamResource, id: string, properties: JsonObject, target: Draft, targetSuffix: string): void {
  const targetId = own(properties.Target, 'Id') ?? id.slice(0, MAX_TARGET_ID - targetSuffix.length) + targetSuffix;
  const { Enabled, State, Schedule, Pattern, Name, RuleName } = properties;
  const scheduled = Schedule !== undefined;
  t.add(source, id, 'AWS::Events::Rule', compact({
    ScheduleExpression: Schedule,
    EventPattern: Pattern,
    Name: scheduled ? Name : RuleName,
    ...pick(properties, 'Description', 'EventBusName'),
    State: typeof Enabled === 'boolean' ? (Enabled ? 'ENABLED' : 'DISABLED') : isGiven(State) ? State : undefined,
    Targets: [compact({
      ...target,
      Id: targetId,
      ...pick(properties, 'Input', ...scheduled ? [] : ['InputPath', 'InputTransformer'], 'RetryPolicy'),
      ...ruleDeadLetters(t, source, id, properties.DeadLetterConfig),
    })],
  }));
}
