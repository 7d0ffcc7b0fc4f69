import type { FunctionEvent } from './event';
import { permit } from './permission';
import { objectOrEmpty } from '../../json';
import { compact, getAtt, listOf, ref, sub, textOf } from '../intrinsics';

export function alexaEvent({ t, target, id, properties }: FunctionEvent): void {
  permit(t, target, id, { principal: 'alexa-appkit.amazon.com', eventSourceToken: properties.SkillId });
}

export function iotEvent({ t, target, id, properties: { Sql, AwsIotSqlVersion } }: FunctionEvent): void {
  permit(t, target, id, {
    principal: 'iot.amazonaws.com',
    sourceArn: sub('arn:aws:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}', { RuleName: ref(id) }),
    sourceAccount: sub('${AWS::AccountId}'),
  });
  t.add(target.source, id, 'AWS::IoT::TopicRule', {
    TopicRulePayload: compact({ Sql, AwsIotSqlVersion, RuleDisabled: false, Actions: [{ Lambda: { FunctionArn: target.arn } }] }),
  });
}

/** Triggers of a user pool of the same template: they are put into the pool. */
export function cognitoEvent({ t, target, place, properties: { UserPool, Trigger } }: FunctionEvent): void {
  const poolId = textOf(objectOrEmpty(UserPool).Ref);
  permit(t, target, `${target.logicalId}Cognito`, { principal: 'cognito-idp.amazonaws.com', sourceArn: getAtt(poolId, 'Arn') });
  const config = t.draft(poolId, 'Properties', 'LambdaConfig');
  if (!config) return t.unread.add('property', `${place}.UserPool`);
  const triggers = Object.fromEntries(listOf(Trigger).map((trigger) => [textOf(trigger), target.arn]));
  Object.assign(config, triggers);
}

export function logsEvent({ t, target, id, properties: { LogGroupName, FilterPattern } }: FunctionEvent): void {
  const permissionId = permit(t, target, id, {
    principal: 'logs.amazonaws.com',
    sourceArn: sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*', { __LogGroupName__: LogGroupName }),
  });
  t.add(target.source, id, 'AWS::Logs::SubscriptionFilter', compact({ LogGroupName, FilterPattern, DestinationArn: target.arn }), { DependsOn: [permissionId] });
}
