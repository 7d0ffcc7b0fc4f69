import { TemplateResource } from '../../model';
import { every, fail, isOneOf, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const ATTACHMENT = 'AWS::Cognito::UserPoolRiskConfigurationAttachment';

export const rule: Rule = {
  id: 'ZT-COGNITO-010',
  title: 'Amazon Cognito user pools block compromised credentials and act on high-risk sign-ins',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Threat protection assigns a risk level to each sign-in. Without a risk configuration, the default responses apply.',
  remediation: 'Attach a risk configuration with BLOCK for compromised credentials, and BLOCK or MFA_REQUIRED for high risk.',
  check: (pool) => some(
    ...pool.referrers(ATTACHMENT).filter((one) => resourceOf(one.at('UserPoolId').value) === pool).map(blocks),
    fail('it has no risk configuration', 'no risk configuration'),
  ),
};

function blocks(attachment: TemplateResource) {
  return every(
    isOneOf(attachment.at('CompromisedCredentialsRiskConfiguration', 'Actions', 'EventAction'), ['BLOCK'], 'compromised credentials are not blocked'),
    isOneOf(
      attachment.at('AccountTakeoverRiskConfiguration', 'Actions', 'HighAction', 'EventAction'), ['BLOCK', 'MFA_REQUIRED'], 'high-risk sign-ins are neither blocked nor challenged with MFA',
    ),
  );
}
