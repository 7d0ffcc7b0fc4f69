import { writesAllLogs, writesLogsOfApis } from './PolicyAvoidsWildcardResources';
import { grantsNothing, ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-023',
  title: 'IAM policies allow writing CloudWatch logs to named log groups only',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'Whoever may write to every log group can forge the logs of other workloads, and fill them at a cost.',
  remediation: 'Name the log group of the workload, made in the template, and allow logs:CreateLogStream and logs:PutLogEvents on it.',
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    const { statements } = ownStatements(resource);
    return every(pass('named log groups'), ...statements.filter((statement) => !writesLogsOfApis(statement, resource)).map(writesAllLogs)
      .filter((actions) => actions.length > 0).map((actions) => fail('it allows writing to every log group', actions.join(', '))));
  },
};
