import { residencyOfKey } from '../../graph/key-profile';
import { STORE_TYPES } from '../../graph/stores';
import { Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-003',
  title: 'Data stores and their replicas are in the Regions of their key\'s residency tag',
  severity: 'high',
  types: ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
  rationale: 'Data outside of the Regions that an organization has committed to is subject to other laws, and deleting it later does not undo that.',
  remediation: 'Move the stack and every replica to a Region of the tag zero-trust:residency, or change the profile that sets it.',
  check(store) {
    const allowed = STORE_TYPES.find(({ type }) => type === store.type)!.keys(store).flatMap((key) => residencyOfKey(key) ?? []);
    if (allowed.length === 0) return pass('its key has no residency tag');
    return every(...placesOf(store).map(([region, what]) => isIn(allowed, region, what)));
  },
};

function isIn(allowed: string[], region: string | undefined, what: string): RuleResult {
  if (region === undefined) return unknown(`the Region of ${what} is not known before deployment`);
  return allowed.includes(region) ? pass(region) : fail(`${what} is outside the Regions of its residency tag`, region);
}

/** The regions in which its data is, as far as known, and how they are called. A global table lists its own among its replicas. */
function placesOf(store: TemplateResource): [string | undefined, string][] {
  if (store.type === 'AWS::DynamoDB::GlobalTable') return store.at('Replicas').items().map((replica) => [regionOf(replica.at('Region'), store), 'a replica']);
  const copies = store.type !== 'AWS::S3::Bucket' ? [] : store.at('ReplicationConfiguration', 'Rules').items().map((replication) => {
    const target = resourceOf(replication.at('Destination', 'Bucket').value, 'AWS::S3::Bucket');
    return [target?.stack.region, 'its replication bucket'] as [string | undefined, string];
  });
  return [[store.stack.region, 'it'], ...copies];
}

function regionOf({ value }: Expression, store: TemplateResource): string | undefined {
  const text = value.kind === 'known' ? textOf(value) : undefined;
  return text === '${AWS::Region}' ? store.stack.region : text;
}
