import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const SETTINGS = 'SecurityConfiguration.EncryptionConfiguration';
const settings = { EncryptionConfiguration: { EnableAtRestEncryption: true, EnableInTransitEncryption: true } };

/** What proves the rules of EMR. */
export const emrCases: RuleCase[] = [{
  rule: 'ZT-EMR-001',
  on: 'Configuration',
  secure: { Configuration: resource('AWS::EMR::SecurityConfiguration', { SecurityConfiguration: settings }) },
  passesWhen: { 'it is a text': set('Configuration', 'SecurityConfiguration', JSON.stringify(settings)) },
  firesWhen: {
    'data at rest is not encrypted': set('Configuration', `${SETTINGS}.EnableAtRestEncryption`, false),
    'data in transit is not encrypted': set('Configuration', `${SETTINGS}.EnableInTransitEncryption`, false),
    'data in transit is not encrypted, in a text': set('Configuration', 'SecurityConfiguration', JSON.stringify({ EncryptionConfiguration: { EnableAtRestEncryption: true } })),
    'it encrypts nothing': set('Configuration', 'SecurityConfiguration', { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2 } }),
    'it is a parameter': set('Configuration', 'SecurityConfiguration', PARAMETER),
    'a setting is a parameter': set('Configuration', `${SETTINGS}.EnableAtRestEncryption`, PARAMETER),
    'it is a text that is no JSON': set('Configuration', 'SecurityConfiguration', 'none'),
  },
}, {
  rule: 'ZT-EMR-001',
  on: 'Cluster',
  secure: { Cluster: resource('AWS::EMR::Cluster', { SecurityConfiguration: { Ref: 'Configuration' } }), Configuration: resource('AWS::EMR::SecurityConfiguration', { SecurityConfiguration: settings }) },
  passesWhen: { 'it names one of another template': set('Cluster', 'SecurityConfiguration', 'own') },
  firesWhen: { 'it names none': set('Cluster', 'SecurityConfiguration'), 'it is a parameter': set('Cluster', 'SecurityConfiguration', PARAMETER) },
}];
