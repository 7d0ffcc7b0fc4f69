import { deadLetterQueue } from './dead-letters';
import { JsonObject } from '../../json';
import { compact, Draft, getAtt, isGiven, pick } from '../intrinsics';
import { assumedBy, destinationPolicy } from '../roles';
import { SamResource } from '../sam-resource';
import { Translation } from '../translation';

/** A schedule of EventBridge Scheduler, with a role that may do what `mayCall` says when none is named. */
export function schedulerSchedule(t: Translation, source: SamResource, id: string, properties: JsonObject, arn: unknown, mayCall: Draft): void {
  const deadLetters = deadLetterQueue(t, source, id, properties.DeadLetterConfig);
  const named = isGiven(properties.RoleArn);
  if (!named) {
    t.add(source, `${id}Role`, 'AWS::IAM::Role', compact({
      AssumeRolePolicyDocument: assumedBy('scheduler.amazonaws.com'),
      Policies: [mayCall, ...deadLetters ? [destinationPolicy('SQS', deadLetters.arn, id)] : []],
      PermissionsBoundary: properties.PermissionsBoundary,
    }));
  }
  t.add(source, id, 'AWS::Scheduler::Schedule', compact({
    ...pick(properties, 'ScheduleExpression', 'State', 'Description', 'StartDate', 'EndDate', 'ScheduleExpressionTimezone', 'GroupName', 'KmsKeyArn'),
    Name: properties.OmitName === true ? undefined : isGiven(properties.Name) ? properties.Name : id,
    FlexibleTimeWindow: isGiven(properties.FlexibleTimeWindow) ? properties.FlexibleTimeWindow : { Mode: 'OFF' },
    Target: compact({
      Arn: arn,
      RoleArn: named ? properties.RoleArn : getAtt(`${id}Role`, 'Arn'),
      ...pick(properties, 'Input', 'RetryPolicy'),
      DeadLetterConfig: deadLetters && { Arn: deadLetters.arn },
    }),
  }));
}
