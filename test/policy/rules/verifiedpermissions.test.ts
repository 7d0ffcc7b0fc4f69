import { PARAMETER, prove, resource, set } from '../support/prove';

const source = (configuration: object) => ({ Source: resource('AWS::VerifiedPermissions::IdentitySource', { Configuration: configuration }) });
const CLIENTS = 'Configuration.CognitoUserPoolConfiguration.ClientIds';
const SELECTION = 'Configuration.OpenIdConnectConfiguration.TokenSelection';

prove('VERIFIEDPERMISSIONS', [
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-001',
    on: 'Store',
    secure: {
      Store: resource('AWS::VerifiedPermissions::PolicyStore', {
        ValidationSettings: { Mode: 'STRICT' }, Schema: { CedarJson: '{}' }, DeletionProtection: { Mode: 'ENABLED' },
      }),
    },
    firesWhen: {
      'policies are not validated': set('Store', 'ValidationSettings.Mode', 'OFF'),
      'nothing is said of validation': set('Store', 'ValidationSettings'),
      'there is no schema': set('Store', 'Schema'),
      'it can be deleted': set('Store', 'DeletionProtection.Mode', 'DISABLED'),
      'nothing is said of deletion': set('Store', 'DeletionProtection'),
      'the mode is a parameter': set('Store', 'ValidationSettings.Mode', PARAMETER),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-002',
    on: 'Source',
    secure: source({ CognitoUserPoolConfiguration: { UserPoolArn: 'arn:x', ClientIds: ['abc'] } }),
    firesWhen: {
      'every client of the pool is taken': set('Source', CLIENTS),
      'the list is empty': set('Source', CLIENTS, []),
      'the list is a parameter': set('Source', CLIENTS, PARAMETER),
      'the configuration is a parameter': set('Source', 'Configuration', PARAMETER),
      'the configuration is empty': set('Source', 'Configuration', {}),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-002',
    on: 'Source',
    secure: source({ OpenIdConnectConfiguration: { Issuer: 'https://id.example.com', TokenSelection: { AccessTokenOnly: { Audiences: ['orders'] } } } }),
    passesWhen: { 'identity tokens of a client are taken': set('Source', SELECTION, { IdentityTokenOnly: { ClientIds: ['abc'] } }) },
    firesWhen: {
      'access tokens for everyone are taken': set('Source', `${SELECTION}.AccessTokenOnly`, {}),
      'identity tokens of every client are taken': set('Source', SELECTION, { IdentityTokenOnly: { PrincipalIdClaim: 'sub' } }),
    },
  },
]);
