import { isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-001',
  title: 'CodeBuild projects have privileged mode disabled',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'In privileged mode the build container has root access to its host.',
  remediation: 'Omit Environment.PrivilegedMode.',
  check: (project) => isFalseOrAbsent(project.at('Environment', 'PrivilegedMode'), 'privileged mode is enabled'),
};
