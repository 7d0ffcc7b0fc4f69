import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-005',
  title: 'DynamoDB table and stream policies grant access to named principals only',
  severity: 'critical',
  types: TABLE_TYPES,
  rationale: 'A resource policy can grant cross-account access without any role of this account.',
  remediation: 'Name principals in ResourcePolicy, or add a condition on the account or organization.',
  check: (table) => everyReplica(table, (settings) => {
    const policies = ['ResourcePolicy', 'ReplicaStreamSpecification', 'StreamSpecification']
      .map((property) => (property === 'ResourcePolicy' ? settings.at(property, 'PolicyDocument') : settings.at(property, 'ResourcePolicy', 'PolicyDocument')));
    return isOpenToAnyone(readAll(policies.filter((policy) => !policy.isAbsent)));
  }),
};
