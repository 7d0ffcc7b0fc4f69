import { describe, textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isReadByAll } from '../secret-text';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-004',
  title: 'CodeBuild sources and source credentials contain no plaintext secrets',
  severity: 'critical',
  types: ['AWS::CodeBuild::Project', 'AWS::CodeBuild::SourceCredential'],
  rationale: 'A token in a URL or in a template is readable by every principal that can read the stack, and is valid for every repository of its owner.',
  remediation: 'Use a connection (AuthType CODECONNECTIONS), or a token in Secrets Manager (SECRETS_MANAGER).',
  check(resource) {
    if (resource.type === 'AWS::CodeBuild::SourceCredential') {
      const { value } = resource.at('Token');
      return isReadByAll(value) && !textOf(value)?.startsWith('arn:') ? fail('its token is in the template', 'Token') : pass('a reference');
    }
    return every(...[resource.at('Source'), ...resource.at('SecondarySources').items()].map((source): RuleResult => {
      const location = textOf(source.at('Location').value) ?? '';
      return /^\w+:\/\/[^/@]+@/.test(location) ? fail('its source URL contains credentials', 'Location') : pass(describe(source.at('Type').value));
    }));
  },
};
