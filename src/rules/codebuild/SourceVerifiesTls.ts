import { every, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-008',
  title: 'CodeBuild sources verify TLS certificates',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'Without verification, whoever is on the way to the repository can answer for it, and what it answers is built and deployed.',
  remediation: 'Omit InsecureSsl from all sources, and set Environment.Certificate for a server with a certificate of its own.',
  check: (project) => every(...[project.at('Source'), ...project.at('SecondarySources').items()].map((source) => (
    isFalseOrAbsent(source.at('InsecureSsl'), 'a source does not verify certificates')))),
};
