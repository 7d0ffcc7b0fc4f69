import { every, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-016',
  title: 'Lambda code signing configurations name signing profiles and reject untrusted code',
  severity: 'high',
  types: ['AWS::Lambda::CodeSigningConfig'],
  rationale: 'By default, a code signing configuration only warns, and Lambda accepts untrusted code.',
  remediation: 'Set CodeSigningPolicies.UntrustedArtifactOnDeployment to Enforce, and name the signing profiles.',
  check: (config) => every(
    isOneOf(config.at('CodeSigningPolicies', 'UntrustedArtifactOnDeployment'), ['Enforce'], 'it accepts unsigned code'),
    isNotEmpty(config.at('AllowedPublishers', 'SigningProfileVersionArns'), 'it has no signing profile'),
  ),
};
