import { textOf } from '../../model';
import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-007',
  title: 'CodeBuild projects log to a named CloudWatch log group',
  severity: 'low',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'Without a name, the first build makes a log group that no template has: its events never expire and are not under a customer managed key.',
  remediation: 'Set LogsConfig.CloudWatchLogs.GroupName to an AWS::Logs::LogGroup with KmsKeyId and RetentionInDays.',
  check(project) {
    const logs = project.at('LogsConfig', 'CloudWatchLogs');
    if (textOf(logs.at('Status').value) === 'DISABLED') return pass('no log group');
    return isPresent(logs.at('GroupName'), 'its log group is made by the first build');
  },
};
