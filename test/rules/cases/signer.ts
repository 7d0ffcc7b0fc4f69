import { PARAMETER, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of SIGNER. */
export const signerCases: RuleCase[] = [
  {
    rule: 'ZT-SIGNER-001',
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
];
