import type { FunctionVersion } from './function-version';
import { compact, Draft, getAtt, ifOf, isGiven, isNoValue, ref, textOf } from './intrinsics';
import { hashedId } from './logical-ids';
import { destinationPolicy } from './roles';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { isObject, own } from '../json';

const MADE = { SQS: ['Queue', 'AWS::SQS::Queue'], SNS: ['Topic', 'AWS::SNS::Topic'] } as const;

/** What is done with asynchronous calls; gives the policies that the role needs for the destinations. */
export function eventInvokeConfig(t: Translation, source: SamResource, published?: FunctionVersion): Draft[] {
  if (!isGiven(source.get('EventInvokeConfig'))) return [];
  const { logicalId } = source;
  const config = t.map(source, 'EventInvokeConfig');
  const id = `${logicalId}EventInvokeConfig`;
  const destinations: Draft = {};
  const policies: Draft[] = [];
  for (const name of ['OnSuccess', 'OnFailure'] as const) {
    const given = own(config.DestinationConfig, name);
    if (!isObject(given)) continue;
    const destination = destinationOf(t, source, given, `${id}${name}`);
    destinations[name] = { Destination: destination };
    const policy = destinationPolicy(given.Type, destination, `${id}${name}`);
    if (policy && given.Type !== 'S3') policies.push(policy);
    else t.unread.add('property', `${logicalId}.EventInvokeConfig.DestinationConfig.${name}.Type`);
  }
  t.add(source, id, 'AWS::Lambda::EventInvokeConfig', compact({
    FunctionName: ref(logicalId),
    Qualifier: published?.aliasName ?? '$LATEST',
    DestinationConfig: destinations,
    MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds,
    MaximumRetryAttempts: config.MaximumRetryAttempts,
  }));
  return policies;
}

/** The destination that is named. Where none is, or in one branch of a `Fn::If` only, SAM makes a queue or a topic. */
function destinationOf(t: Translation, source: SamResource, given: Draft, id: string): unknown {
  const [suffix, type] = own(MADE, textOf(given.Type)) as (typeof MADE)['SQS'] | undefined ?? [];
  const [condition, yes, no] = ifOf(given.Destination) ?? [];
  const partly = condition !== undefined && isNoValue(yes) !== isNoValue(no);
  if (suffix === undefined || type === undefined || (given.Destination !== undefined && !partly)) return given.Destination;
  const made = type === 'AWS::SQS::Queue' ? getAtt(`${id}${suffix}`, 'Arn') : ref(`${id}${suffix}`);
  const when = partly ? conditionOf(t, source, condition, isNoValue(yes)) : undefined;
  const both = bothConditions(t, source, when);
  t.add(source, `${id}${suffix}`, type, {}, both === undefined ? {} : { Condition: both });
  t.attributes.set(`${source.logicalId}.Destination${suffix}`, `${id}${suffix}`);
  if (!partly) return made;
  return { 'Fn::If': [condition, ...isNoValue(yes) ? [made, no] : [yes, made]] };
}

function conditionOf(t: Translation, source: SamResource, condition: string, holds: boolean): string {
  if (holds) return condition;
  const name = hashedId(`NOT${condition}`, `${source.logicalId}EventInvokeConfig`);
  t.conditions.set(name, { 'Fn::Not': [{ Condition: condition }] });
  return name;
}

/** The condition of the function, and the one of the destination. */
function bothConditions(t: Translation, source: SamResource, when: string | undefined): string | undefined {
  const { condition, logicalId } = source;
  if (condition === undefined || when === undefined) return when ?? condition;
  const name = hashedId(`${condition}AND${when}`, logicalId);
  t.conditions.set(name, { 'Fn::And': [{ Condition: condition }, { Condition: when }] });
  return name;
}
