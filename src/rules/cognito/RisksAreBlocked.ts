import { TemplateResource } from '../../model';
import { every, fail, isOneOf, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const ATTACHMENT = 'AWS::Cognito::UserPoolRiskConfigurationAttachment';

export const rule: Rule = {
  id: 'ZT-COGNITO-010',
  title: 'A user pool says what it does about leaked passwords and risky sign-ins',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Threat protection rates each sign-in. What follows from the rating is left to the defaults, unless a configuration says it.',
  remediation: 'Attach a risk configuration with BLOCK for compromised credentials, and BLOCK or MFA_REQUIRED for high risk.',
  check: (pool) => some(
    ...pool.referrers(ATTACHMENT).filter((one) => resourceOf(one.at('UserPoolId').value) === pool).map(blocks),
    fail('it does not say what it does about risks', 'no risk configuration'),
  ),
};

function blocks(attachment: TemplateResource) {
  return every(
    isOneOf(attachment.at('CompromisedCredentialsRiskConfiguration', 'Actions', 'EventAction'), ['BLOCK'], 'passwords that leaked are taken'),
    isOneOf(
      attachment.at('AccountTakeoverRiskConfiguration', 'Actions', 'HighAction', 'EventAction'), ['BLOCK', 'MFA_REQUIRED'], 'sign-ins of high risk are let through',
    ),
  );
}
