import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-005',
  title: 'A policy of a table lets nobody in whom it does not name',
  severity: 'critical',
  types: TABLE_TYPES,
  rationale: 'A policy on the table itself lets in other accounts, past every role of this one.',
  remediation: 'Name principals in ResourcePolicy, or set a condition on account or organisation.',
  check: (table) => everyReplica(table, (settings) => {
    const policies = ['ResourcePolicy', 'ReplicaStreamSpecification', 'StreamSpecification']
      .map((property) => (property === 'ResourcePolicy' ? settings.at(property, 'PolicyDocument') : settings.at(property, 'ResourcePolicy', 'PolicyDocument')));
    return isOpenToAnyone(readAll(policies.filter((policy) => !policy.isAbsent)));
  }),
};
