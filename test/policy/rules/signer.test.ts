import { PARAMETER, prove, resource, set } from '../support/prove';

prove('SIGNER', [
  {
    rule: 'ZT-SIGNER-001',
    on: 'Signing',
    secure: {
      Signing: resource('AWS::Lambda::CodeSigningConfig', {
        AllowedPublishers: { SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/x/y'] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      }),
    },
    firesWhen: {
      'unsigned code is counted': set('Signing', 'CodeSigningPolicies.UntrustedArtifactOnDeployment', 'Warn'),
      'nothing is said': set('Signing', 'CodeSigningPolicies'),
      'it is a parameter': set('Signing', 'CodeSigningPolicies.UntrustedArtifactOnDeployment', PARAMETER),
      'there is no profile': set('Signing', 'AllowedPublishers.SigningProfileVersionArns', []),
      'the profiles are a parameter': set('Signing', 'AllowedPublishers.SigningProfileVersionArns', PARAMETER),
    },
  },
  {
    rule: 'ZT-SIGNER-002',
    on: 'Profile',
    secure: { Profile: resource('AWS::Signer::SigningProfile', { PlatformId: 'AWSLambda-SHA384-ECDSA', SignatureValidityPeriod: { Type: 'MONTHS', Value: 135 } }) },
    passesWhen: {
      'nothing is said of a period': set('Profile', 'SignatureValidityPeriod'),
      'it signs containers': set('Profile', 'PlatformId', 'Notation-OCI-SHA384-ECDSA'),
    },
    firesWhen: {
      'it signs for devices': set('Profile', 'PlatformId', 'AmazonFreeRTOS-Default'),
      'the period is long': set('Profile', 'SignatureValidityPeriod', { Type: 'YEARS', Value: 20 }),
      'the period is long in days': set('Profile', 'SignatureValidityPeriod', { Type: 'DAYS', Value: 5000 }),
      'the period has no unit': set('Profile', 'SignatureValidityPeriod.Type'),
      'the period is a parameter': set('Profile', 'SignatureValidityPeriod', PARAMETER),
      'the platform is a parameter': set('Profile', 'PlatformId', PARAMETER),
    },
  },
]);
