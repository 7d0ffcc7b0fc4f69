import { every, isFalseOrAbsent, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-003',
  title: 'CodeBuild projects have logs, and logs in S3 are encrypted',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'The build log is the record of what went into production and by which commands.',
  remediation: 'Keep CloudWatch Logs enabled or set LogsConfig.S3Logs, without EncryptionDisabled.',
  check(project) {
    const logs = project.at('LogsConfig');
    return every(
      some(
        isOneOf(logs.at('CloudWatchLogs', 'Status'), ['ENABLED', undefined], 'it has no logs'),
        isOneOf(logs.at('S3Logs', 'Status'), ['ENABLED'], 'it has no logs'),
      ),
      isFalseOrAbsent(logs.at('S3Logs', 'EncryptionDisabled'), 'its logs in S3 are not encrypted'),
    );
  },
};
