import type { FunctionEvent } from './event';
import { permit } from './permission';
import { objectOrEmpty } from '../../json';
import { compact, listOf, onlyIf, ref, textOf } from '../intrinsics';

/** Notifications of a bucket of the same template: they are put into the bucket. */
export function bucketEvent({ t, target, id, place, properties }: FunctionEvent): void {
  const { Bucket, Events, Filter } = properties;
  const bucketId = textOf(objectOrEmpty(Bucket).Ref);
  const permissionId = permit(t, target, id, { principal: 's3.amazonaws.com', sourceAccount: ref('AWS::AccountId') });
  const bucket = t.draft(bucketId);
  if (!bucket) return t.unread.add('property', `${place}.Bucket`);
  const { condition } = target.source;
  const added = listOf(Events).map((Event) => onlyIf(condition, compact({ Function: target.arn, Filter, Event })));
  t.append(t.draft(bucketId, 'Properties', 'NotificationConfiguration'), 'LambdaConfigurations', ...added);
  if (condition === undefined) t.append(bucket, 'DependsOn', permissionId);
}
