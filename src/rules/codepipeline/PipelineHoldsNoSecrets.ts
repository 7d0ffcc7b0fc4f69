import { describe, Expression, textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isReadByAll } from '../secret-text';

/** Keys of an action's configuration under which credentials go. */
const SECRETS = /^(OAuthToken|Password|Secret\w*|\w*Token)$/;

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-003',
  title: 'CodePipeline actions contain no plaintext secrets, and GitHub sources use a connection',
  severity: 'high',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'A personal access token can read, and often write, every repository of its owner; in the template it is readable by every principal that can read the stack.',
  remediation: 'Use the provider CodeStarSourceConnection with a connection instead of a ThirdParty source action.',
  check(pipeline) {
    const actions = pipeline.at('Stages').items().flatMap((stage) => stage.at('Actions').items());
    return every(pass(`${actions.length} actions`), ...actions.map(holdsNoToken));
  },
};

function holdsNoToken(action: Expression): RuleResult {
  const name = textOf(action.at('Name').value) ?? 'an action';
  if (textOf(action.at('ActionTypeId', 'Owner').value) === 'ThirdParty' && textOf(action.at('ActionTypeId', 'Provider').value) === 'GitHub') {
    return fail(`${name} uses a personal access token`, 'ThirdParty GitHub');
  }
  const tokens = action.at('Configuration').entries().filter(([key]) => SECRETS.test(key));
  const literal = tokens.filter(([, { value }]) => isReadByAll(value));
  return literal.length === 0 ? pass() : fail(`${name} has a secret in the template`, literal.map(([key]) => key).join(', ') || describe(action.value));
}
