import { every, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-016',
  title: 'A code signing configuration refuses code that nobody signed',
  severity: 'high',
  types: ['AWS::Lambda::CodeSigningConfig'],
  rationale: 'By default a configuration only warns, and Lambda takes any code.',
  remediation: 'Set CodeSigningPolicies.UntrustedArtifactOnDeployment to Enforce, and name the signing profiles.',
  check: (config) => every(
    isOneOf(config.at('CodeSigningPolicies', 'UntrustedArtifactOnDeployment'), ['Enforce'], 'it lets unsigned code through'),
    isNotEmpty(config.at('AllowedPublishers', 'SigningProfileVersionArns'), 'it names no signer'),
  ),
};
