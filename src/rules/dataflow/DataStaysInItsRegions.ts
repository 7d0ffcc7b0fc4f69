import { residencyOfKey } from '../../graph/key-profile';
import { STORE_TYPES } from '../../graph/stores';
import { Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-003',
  title: 'Data stays in the regions that its key names',
  severity: 'high',
  types: ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
  rationale: 'Data that leaves the regions which an organisation has promised is under other laws, and no later deletion takes that back.',
  remediation: 'Put the stack and every replica into a region of the tag zero-trust:residency, or change the profile that sets it.',
  check(store) {
    const allowed = STORE_TYPES.find(({ type }) => type === store.type)!.keys(store).flatMap((key) => residencyOfKey(key) ?? []);
    if (allowed.length === 0) return pass('its key names no regions');
    return every(...placesOf(store).map(([region, what]) => isIn(allowed, region, what)));
  },
};

function isIn(allowed: string[], region: string | undefined, what: string): RuleResult {
  if (region === undefined) return unknown(`in which region ${what} is, is not known before deployment`);
  return allowed.includes(region) ? pass(region) : fail(`${what} is outside the regions of its key`, region);
}

/** The regions in which its data is, as far as known, and how they are called. A global table lists its own among its replicas. */
function placesOf(store: TemplateResource): [string | undefined, string][] {
  if (store.type === 'AWS::DynamoDB::GlobalTable') return store.at('Replicas').items().map((replica) => [regionOf(replica.at('Region'), store), 'a replica']);
  const copies = store.type !== 'AWS::S3::Bucket' ? [] : store.at('ReplicationConfiguration', 'Rules').items().map((replication) => {
    const target = resourceOf(replication.at('Destination', 'Bucket').value, 'AWS::S3::Bucket');
    return [target?.stack.region, 'the bucket of its copies'] as [string | undefined, string];
  });
  return [[store.stack.region, 'it'], ...copies];
}

function regionOf({ value }: Expression, store: TemplateResource): string | undefined {
  const text = value.kind === 'known' ? textOf(value) : undefined;
  return text === '${AWS::Region}' ? store.stack.region : text;
}
