import { Expression, TemplateResource } from '../../model';
import { every, fail } from '../../model/judge';
import type { RuleResult } from '../rule';

export const TABLE_TYPES = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];

/** A table has its settings itself, a global table has them in each replica. */
export function everyReplica(table: TemplateResource, judge: (settings: Expression) => RuleResult): RuleResult {
  if (table.type === 'AWS::DynamoDB::Table') return judge(table.properties);
  const replicas = table.at('Replicas').items();
  return replicas.length === 0 ? fail('it has no replica', 'no Replicas') : every(...replicas.map(judge));
}
