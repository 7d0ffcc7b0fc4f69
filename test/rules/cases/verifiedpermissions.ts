import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const source = (configuration: object) => ({ Source: resource('AWS::VerifiedPermissions::IdentitySource', { Configuration: configuration }) });
const CLIENTS = 'Configuration.CognitoUserPoolConfiguration.ClientIds';
const STORE_KEY = 'EncryptionSettings.KmsEncryptionSettings.Key';
const SELECTION = 'Configuration.OpenIdConnectConfiguration.TokenSelection';
const permit = (cedar: string) => resource('AWS::VerifiedPermissions::Policy', { Definition: { Static: { Statement: cedar } } });
const statement = (cedar: unknown) => set('Policy', 'Definition.Static.Statement', cedar);

/** What proves the rules of VERIFIEDPERMISSIONS. */
export const verifiedpermissionsCases: RuleCase[] = [
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
    passesWhen: { 'ID tokens of a client are taken': set('Source', SELECTION, { IdentityTokenOnly: { ClientIds: ['abc'] } }) },
    firesWhen: {
      'access tokens for everyone are taken': set('Source', `${SELECTION}.AccessTokenOnly`, {}),
      'ID tokens of every client are taken': set('Source', SELECTION, { IdentityTokenOnly: { PrincipalIdClaim: 'sub' } }),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-003',
    on: 'Policy',
    secure: { Policy: permit('permit (principal in Role::"clerk", action, resource) when { context.mfa };') },
    passesWhen: {
      'a condition narrows it': statement('permit (principal, action, resource) when { resource.owner == principal };'),
      'an action is named': statement('permit (principal, action == Action::"read", resource);'),
      'it forbids': statement('forbid (principal, action, resource) unless { context.mfa };'),
      'a text of it looks like a permit': statement('@id("permit (principal, action, resource);") forbid (principal, action, resource);'),
      'it is linked to a template': set('Policy', 'Definition', { TemplateLinked: { PolicyTemplateId: 'pt-1' } }),
    },
    firesWhen: {
      'it permits every principal every action on every resource': statement('permit (principal, action, resource);'),
      'lines and comments are in between': statement('permit ( // all\n  principal,\n  action,\n  resource,\n);'),
      'the condition always holds': statement('permit (principal, action, resource) when { true };'),
      'it is permitted unless never': statement('permit (principal, action, resource) unless { false };'),
      'it has a name': statement('@id("open") permit (principal, action, resource);'),
      'the statement is a parameter': statement(PARAMETER),
      'the definition is a parameter': set('Policy', 'Definition', PARAMETER),
      'there is no statement': set('Policy', 'Definition.Static.Statement'),
      'it is linked to a template too': set('Policy', 'Definition', {
        Static: { Statement: 'permit (principal, action, resource);' }, TemplateLinked: { PolicyTemplateId: 'pt-1' },
      }),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-003',
    on: 'Template',
    secure: { Template: resource('AWS::VerifiedPermissions::PolicyTemplate', { Statement: 'permit (principal == ?principal, action, resource);' }) },
    firesWhen: {
      'it has no place for a principal': set('Template', 'Statement', 'permit (principal, action, resource);'),
      'the statement is a parameter': set('Template', 'Statement', PARAMETER),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-004',
    on: 'Policy',
    secure: { Policy: permit('permit (principal, action, resource) when { context.mfa };') },
    passesWhen: {
      'it says that it is deleted': (resources) => Object.assign(resources.Policy, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }),
    },
    firesWhen: {
      'it is retained': (resources) => Object.assign(resources.Policy, { DeletionPolicy: 'Retain' }),
      'it is retained but for a failed creation': (resources) => Object.assign(resources.Policy, { DeletionPolicy: 'RetainExceptOnCreate' }),
      'its predecessor is retained': (resources) => Object.assign(resources.Policy, { UpdateReplacePolicy: 'Retain' }),
    },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-004',
    on: 'Source',
    secure: source({ CognitoUserPoolConfiguration: { UserPoolArn: 'arn:x', ClientIds: ['abc'] } }),
    firesWhen: { 'it is retained': (resources) => Object.assign(resources.Source, { DeletionPolicy: 'Retain' }) },
  },
  {
    rule: 'ZT-VERIFIEDPERMISSIONS-005',
    on: 'Store',
    secure: {
      Key: resource('AWS::KMS::Key', { EnableKeyRotation: true }),
      Store: resource('AWS::VerifiedPermissions::PolicyStore', {
        ValidationSettings: { Mode: 'STRICT' }, EncryptionSettings: { KmsEncryptionSettings: { Key: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
      }),
    },
    passesWhen: {
      'its key is of another stack': set('Store', STORE_KEY, 'arn:aws:kms:eu-west-1:111122223333:key/0f3c9a34-9b8e-4d0f-8a7b-0c1d2e3f4a5b'),
    },
    firesWhen: {
      'nothing is said': set('Store', 'EncryptionSettings'),
      'it is under a key that AWS owns': set('Store', 'EncryptionSettings', { Default: {} }),
      'the key is a parameter': set('Store', STORE_KEY, PARAMETER),
      'the settings are a parameter': set('Store', 'EncryptionSettings', PARAMETER),
    },
  },
];
