import { every, isFalseOrAbsent, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-003',
  title: 'A build logs, and its logs in S3 are encrypted',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'What went into production was made here: the log says of what, and by which commands.',
  remediation: 'Leave CloudWatch Logs on or set LogsConfig.S3Logs, without EncryptionDisabled.',
  check(project) {
    const logs = project.at('LogsConfig');
    return every(
      some(
        isOneOf(logs.at('CloudWatchLogs', 'Status'), ['ENABLED', undefined], 'it writes no log'),
        isOneOf(logs.at('S3Logs', 'Status'), ['ENABLED'], 'it writes no log'),
      ),
      isFalseOrAbsent(logs.at('S3Logs', 'EncryptionDisabled'), 'its logs in S3 are not encrypted'),
    );
  },
};
