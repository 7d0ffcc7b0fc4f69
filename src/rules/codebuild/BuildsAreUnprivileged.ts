import { isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-001',
  title: 'A build runs unprivileged',
  severity: 'high',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'In privileged mode the container is root on its host, past everything that the build\'s role may not do.',
  remediation: 'Leave Environment.PrivilegedMode out.',
  check: (project) => isFalseOrAbsent(project.at('Environment', 'PrivilegedMode'), 'it runs privileged'),
};
