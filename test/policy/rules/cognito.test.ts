import { PARAMETER, prove, resource, set } from '../support/prove';

const secure = {
  Pool: resource('AWS::Cognito::UserPool', {
    MfaConfiguration: 'ON',
    Policies: { PasswordPolicy: { MinimumLength: 14 } },
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    DeletionProtection: 'ACTIVE',
  }),
};

prove('COGNITO', [
  {
    rule: 'ZT-COGNITO-001',
    on: 'Pool',
    secure,
    firesWhen: {
      'a second factor is off': set('Pool', 'MfaConfiguration', 'OFF'),
      'a second factor is optional': set('Pool', 'MfaConfiguration', 'OPTIONAL'),
      'nothing is said': set('Pool', 'MfaConfiguration'),
      'it is a parameter': set('Pool', 'MfaConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-002',
    on: 'Pool',
    secure,
    firesWhen: {
      'passwords may be short': set('Pool', 'Policies.PasswordPolicy.MinimumLength', 13),
      'nothing is said of passwords': set('Pool', 'Policies'),
      'threats are only recorded': set('Pool', 'UserPoolAddOns.AdvancedSecurityMode', 'AUDIT'),
      'nothing is said of threats': set('Pool', 'UserPoolAddOns'),
      'it can be deleted': set('Pool', 'DeletionProtection', 'INACTIVE'),
      'nothing is said of deletion': set('Pool', 'DeletionProtection'),
      'the length is a parameter': set('Pool', 'Policies.PasswordPolicy.MinimumLength', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-003',
    on: 'Client',
    secure: { Client: resource('AWS::Cognito::UserPoolClient', { PreventUserExistenceErrors: 'ENABLED' }) },
    firesWhen: {
      'errors are the older ones': set('Client', 'PreventUserExistenceErrors', 'LEGACY'),
      'nothing is said': set('Client', 'PreventUserExistenceErrors'),
      'it is empty': set('Client', 'PreventUserExistenceErrors', ''),
      'it is a truth value': set('Client', 'PreventUserExistenceErrors', true),
      'it is a parameter': set('Client', 'PreventUserExistenceErrors', PARAMETER),
    },
  },
]);
