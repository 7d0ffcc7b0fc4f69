import { every, isNotEmpty, isOneOf } from '../judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SIGNER-001',
  title: 'A code signing configuration refuses code that is not signed by a named profile',
  severity: 'high',
  types: ['AWS::Lambda::CodeSigningConfig'],
  rationale: 'With Warn, a function runs whatever was put in its place, and a metric counts it.',
  remediation: 'Set CodeSigningPolicies.UntrustedArtifactOnDeployment Enforce and AllowedPublishers.SigningProfileVersionArns.',
  controls: ['NIST 800-53 CM-14', 'NIST 800-53 SI-7(15)', 'PCI DSS 6.3.2', 'CSA-12 SAS-6'],
  check: (configuration) => every(
    isOneOf(configuration.at('CodeSigningPolicies', 'UntrustedArtifactOnDeployment'), ['Enforce'], 'it lets unsigned code run'),
    isNotEmpty(configuration.at('AllowedPublishers', 'SigningProfileVersionArns'), 'it names no signing profile'),
  ),
};
