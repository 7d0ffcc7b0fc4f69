import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const secure = {
  Pool: resource('AWS::Cognito::UserPool', {
    MfaConfiguration: 'ON',
    Policies: { PasswordPolicy: { MinimumLength: 14 } },
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    UserPoolTier: 'PLUS',
    DeletionProtection: 'ACTIVE',
  }),
};

const client = (properties: object) => ({ Client: resource('AWS::Cognito::UserPoolClient', properties) });
const minutes = { AccessToken: 'minutes', IdToken: 'minutes' };

/** What proves the rules of COGNITO. */
export const cognitoCases: RuleCase[] = [
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
      'the plan has no threat protection': set('Pool', 'UserPoolTier', 'ESSENTIALS'),
      'nothing is said of the plan': set('Pool', 'UserPoolTier'),
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
  {
    rule: 'ZT-COGNITO-004',
    on: 'Client',
    secure: client({ AccessTokenValidity: 15, IdTokenValidity: 15, TokenValidityUnits: minutes }),
    passesWhen: { 'the time is in seconds': all(set('Client', 'AccessTokenValidity', 900), set('Client', 'TokenValidityUnits.AccessToken', 'seconds')) },
    firesWhen: {
      'an access token is good for longer': set('Client', 'AccessTokenValidity', 16),
      'an identity token is good for longer': set('Client', 'IdTokenValidity', 60),
      'nothing is said of access tokens, which is an hour': all(set('Client', 'AccessTokenValidity'), set('Client', 'TokenValidityUnits.AccessToken')),
      'there is no unit, which is hours': set('Client', 'TokenValidityUnits'),
      'the unit is unknown': set('Client', 'TokenValidityUnits.AccessToken', 'weeks'),
      'the time is a parameter': set('Client', 'AccessTokenValidity', PARAMETER),
      'the unit is a parameter': set('Client', 'TokenValidityUnits.AccessToken', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-005',
    on: 'Client',
    secure: client({ EnableTokenRevocation: true, RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } }),
    passesWhen: {
      'nothing is said of revocation, which is on': set('Client', 'EnableTokenRevocation'),
      'a machine signs in as itself': all(set('Client', 'AllowedOAuthFlows', ['client_credentials']), set('Client', 'RefreshTokenRotation')),
      'a machine could change a refresh token, which it does not get': all(
        set('Client', 'AllowedOAuthFlows', ['client_credentials']), set('Client', 'ExplicitAuthFlows', ['ALLOW_REFRESH_TOKEN_AUTH']), set('Client', 'RefreshTokenRotation')),
    },
    firesWhen: {
      'they cannot be revoked': set('Client', 'EnableTokenRevocation', false),
      'they do not rotate': set('Client', 'RefreshTokenRotation.Feature', 'DISABLED'),
      'nothing is said of rotation': set('Client', 'RefreshTokenRotation'),
      'an old one is good for long': set('Client', 'RefreshTokenRotation.RetryGracePeriodSeconds', 3600),
      'a machine may sign users in too': all(set('Client', 'AllowedOAuthFlows', ['client_credentials']), set('Client', 'ExplicitAuthFlows', ['ALLOW_USER_SRP_AUTH']), set('Client', 'RefreshTokenRotation')),
      'it is a parameter': set('Client', 'RefreshTokenRotation.Feature', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-006',
    on: 'Client',
    secure: client({ AllowedOAuthFlows: ['code'] }),
    passesWhen: { 'there is no flow': set('Client', 'AllowedOAuthFlows'), 'it is a machine': set('Client', 'AllowedOAuthFlows', ['client_credentials']) },
    firesWhen: {
      'tokens are in the address': set('Client', 'AllowedOAuthFlows', ['implicit']),
      'tokens may be in the address': set('Client', 'AllowedOAuthFlows.1', 'implicit'),
      'the flows are a parameter': set('Client', 'AllowedOAuthFlows', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-007',
    on: 'Client',
    secure: client({ CallbackURLs: ['https://orders.example.com/in'], LogoutURLs: ['https://orders.example.com/out'] }),
    passesWhen: { 'an app is called back': set('Client', 'CallbackURLs.1', 'com.example.orders://in'), 'nobody is sent back': all(set('Client', 'CallbackURLs'), set('Client', 'LogoutURLs')) },
    firesWhen: {
      'users are sent back without TLS': set('Client', 'CallbackURLs.0', 'http://orders.example.com/in'),
      'programs of the machine are called back': set('Client', 'CallbackURLs.1', 'http://localhost:3000'),
      'users leave without TLS': set('Client', 'LogoutURLs.0', 'http://orders.example.com/out'),
      'the address by default is without TLS': set('Client', 'DefaultRedirectURI', 'http://orders.example.com'),
      'an address is a parameter': set('Client', 'CallbackURLs.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-008',
    on: 'Client',
    secure: client({ ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }),
    passesWhen: { 'nothing is said': set('Client', 'ExplicitAuthFlows') },
    firesWhen: {
      'it may send passwords': set('Client', 'ExplicitAuthFlows.2', 'ALLOW_USER_PASSWORD_AUTH'),
      'a server may send passwords': set('Client', 'ExplicitAuthFlows.2', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'),
      'it may send passwords, as older clients call it': set('Client', 'ExplicitAuthFlows', ['USER_PASSWORD_AUTH']),
      'a server may send passwords, as older clients call it': set('Client', 'ExplicitAuthFlows', ['ADMIN_NO_SRP_AUTH']),
      'the flows are a parameter': set('Client', 'ExplicitAuthFlows', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-009',
    on: 'Identities',
    secure: {
      Identities: resource('AWS::Cognito::IdentityPool', {
        AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [{ ClientId: 'abc', ProviderName: 'pool', ServerSideTokenCheck: true }],
      }),
    },
    passesWhen: { 'it has no user pool': set('Identities', 'CognitoIdentityProviders') },
    firesWhen: {
      'everybody gets credentials': set('Identities', 'AllowUnauthenticatedIdentities', true),
      'everybody gets credentials, as text': set('Identities', 'AllowUnauthenticatedIdentities', 'true'),
      'it allows the classic flow': set('Identities', 'AllowClassicFlow', true),
      'it is a parameter': set('Identities', 'AllowUnauthenticatedIdentities', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-017',
    on: 'Identities',
    secure: { Identities: resource('AWS::Cognito::IdentityPool', { CognitoIdentityProviders: [{ ClientId: 'abc', ProviderName: 'pool', ServerSideTokenCheck: true }] }) },
    passesWhen: { 'it has no user pool': set('Identities', 'CognitoIdentityProviders') },
    firesWhen: {
      'tokens of users who left are taken': set('Identities', 'CognitoIdentityProviders.0.ServerSideTokenCheck', false),
      'nothing is said of users who left': set('Identities', 'CognitoIdentityProviders.0.ServerSideTokenCheck'),
      'it is a parameter': set('Identities', 'CognitoIdentityProviders.0.ServerSideTokenCheck', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-010',
    on: 'Pool',
    secure: {
      ...secure,
      Risks: resource('AWS::Cognito::UserPoolRiskConfigurationAttachment', {
        UserPoolId: ref('Pool'),
        ClientId: 'ALL',
        CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } },
        AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: 'BLOCK', Notify: false } } },
      }),
    },
    passesWhen: { 'a second factor is asked for': set('Risks', 'AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction', 'MFA_REQUIRED') },
    firesWhen: {
      'there is none': remove('Risks'),
      'it is of another pool': set('Risks', 'UserPoolId', 'eu-west-1_abc'),
      'leaked passwords are taken': set('Risks', 'CompromisedCredentialsRiskConfiguration.Actions.EventAction', 'NO_ACTION'),
      'nothing is said of leaked passwords': set('Risks', 'CompromisedCredentialsRiskConfiguration'),
      'high risks are let through': set('Risks', 'AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction', 'NO_ACTION'),
      'nothing is said of high risks': set('Risks', 'AccountTakeoverRiskConfiguration.Actions.HighAction'),
      'it is a parameter': set('Risks', 'CompromisedCredentialsRiskConfiguration.Actions.EventAction', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-011',
    on: 'Pool',
    secure: { Pool: resource('AWS::Cognito::UserPool', { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } }, WebAuthnUserVerification: 'required' }) },
    passesWhen: { 'there are no passkeys': all(set('Pool', 'Policies.SignInPolicy.AllowedFirstAuthFactors', ['PASSWORD']), set('Pool', 'WebAuthnUserVerification')) },
    firesWhen: {
      'it is asked when it is easy': set('Pool', 'WebAuthnUserVerification', 'preferred'),
      'nothing is said': set('Pool', 'WebAuthnUserVerification'),
      'it is a parameter': set('Pool', 'WebAuthnUserVerification', PARAMETER),
      'the factors are a parameter': all(set('Pool', 'Policies.SignInPolicy.AllowedFirstAuthFactors', PARAMETER), set('Pool', 'WebAuthnUserVerification')),
    },
  },
  {
    rule: 'ZT-COGNITO-012',
    on: 'Pool',
    secure: {
      Pool: resource('AWS::Cognito::UserPool', {
        AutoVerifiedAttributes: ['email'], UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      }),
    },
    passesWhen: { 'nothing is verified by itself': all(set('Pool', 'AutoVerifiedAttributes'), set('Pool', 'UserAttributeUpdateSettings')) },
    firesWhen: {
      'nothing is said of changes': set('Pool', 'UserAttributeUpdateSettings'),
      'changes need no verification': set('Pool', 'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate', []),
      'a number may change so': set('Pool', 'AutoVerifiedAttributes.1', 'phone_number'),
      'what changes is a parameter': set('Pool', 'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate', PARAMETER),
      'what is verified is a parameter': set('Pool', 'AutoVerifiedAttributes', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-013',
    on: 'Client',
    secure: {
      Pool: resource('AWS::Cognito::UserPool', { Schema: [{ Name: 'email', Mutable: true }, { Name: 'tenant' }] }),
      Client: resource('AWS::Cognito::UserPoolClient', { UserPoolId: ref('Pool'), WriteAttributes: ['email'] }),
    },
    passesWhen: {
      'the pool has no mutable custom attributes': all(set('Pool', 'Schema.1'), set('Client', 'WriteAttributes')),
      'none can be changed': all(set('Pool', 'Schema.1.Mutable', false), set('Client', 'WriteAttributes')),
      'the pool is not in the templates': all(set('Client', 'UserPoolId', 'eu-west-1_abc'), set('Client', 'WriteAttributes')),
    },
    firesWhen: {
      'nothing is said': set('Client', 'WriteAttributes'),
      'the list is empty': set('Client', 'WriteAttributes', []),
      'the attribute says that it can be changed': all(set('Pool', 'Schema.1.Mutable', true), set('Client', 'WriteAttributes')),
      'whether it can be changed is a parameter': all(set('Pool', 'Schema.1.Mutable', PARAMETER), set('Client', 'WriteAttributes')),
      'the list is a parameter': set('Client', 'WriteAttributes', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-014',
    on: 'Pool',
    secure: {
      ...secure,
      Delivery: resource('AWS::Cognito::LogDeliveryConfiguration', {
        UserPoolId: ref('Pool'), LogConfigurations: [{ EventSource: 'userAuthEvents', LogLevel: 'INFO', CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:x' } }],
      }),
    },
    firesWhen: {
      'there is no delivery': remove('Delivery'),
      'it is of another pool': set('Delivery', 'UserPoolId', 'eu-west-1_abc'),
      'only messages are delivered': set('Delivery', 'LogConfigurations.0.EventSource', 'userNotification'),
      'it goes nowhere': set('Delivery', 'LogConfigurations.0.CloudWatchLogsConfiguration'),
      'what is delivered is a parameter': set('Delivery', 'LogConfigurations', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-015',
    on: 'Pool',
    secure: { Pool: resource('AWS::Cognito::UserPool', { EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }) },
    passesWhen: { 'a message is the other choice': set('Pool', 'EnabledMfas.1', 'SMS_MFA'), 'there is none, which is for another rule': set('Pool', 'EnabledMfas') },
    firesWhen: {
      'it is a message': set('Pool', 'EnabledMfas', ['SMS_MFA']),
      'it is a message or a mail': set('Pool', 'EnabledMfas', ['SMS_MFA', 'EMAIL_OTP']),
      'it is a parameter': set('Pool', 'EnabledMfas', PARAMETER),
      'the only one is a parameter': set('Pool', 'EnabledMfas', [PARAMETER]),
    },
  },
  {
    rule: 'ZT-COGNITO-016',
    on: 'Domain',
    secure: {
      Domain: resource('AWS::Cognito::UserPoolDomain', {
        Domain: 'auth.example.com',
        CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/x', SecurityPolicy: 'TLS_V1_2_2021' },
      }),
    },
    passesWhen: {
      'it asks for TLS 1.3': set('Domain', 'CustomDomainConfig.SecurityPolicy', 'TLS_V1_3_2025'),
      'it is an Amazon Cognito prefix domain': set('Domain', 'CustomDomainConfig'),
    },
    firesWhen: {
      'it answers to TLS 1.0': set('Domain', 'CustomDomainConfig.SecurityPolicy', 'TLS_V1'),
      'nothing is said': set('Domain', 'CustomDomainConfig.SecurityPolicy'),
      'what it answers to is a parameter': set('Domain', 'CustomDomainConfig.SecurityPolicy', PARAMETER),
      'its certificate is a parameter with the rest': set('Domain', 'CustomDomainConfig', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-018',
    on: 'Attachment',
    secure: {
      Attachment: resource('AWS::Cognito::IdentityPoolRoleAttachment', {
        IdentityPoolId: 'eu-west-1:00000000-0000-0000-0000-000000000000',
        Roles: { authenticated: att('Users'), unauthenticated: att('Guests') },
        RoleMappings: { pool: { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules: [{ Claim: 'team', MatchType: 'Equals', Value: 'a', RoleARN: att('Team') }] } } },
      }),
      ...Object.fromEntries(['Users', 'Guests', 'Team'].map((name) => [name, resource('AWS::IAM::Role', {
        Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] } }],
      })])),
    },
    passesWhen: {
      'there are no guests': set('Attachment', 'Roles.unauthenticated'),
      'there are no rules': set('Attachment', 'RoleMappings'),
      'roles are in the token': set('Attachment', 'RoleMappings.pool', { Type: 'Token', AmbiguousRoleResolution: 'Deny' }),
      'users have an AWS managed policy of one service': set('Users', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonPollyFullAccess']),
      'guests may read what is for all': set('Guests', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonPollyReadOnlyAccess']),
      'users have a policy of the template': all(
        add('Read', 'AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::catalog/*' }] } }), set('Users', 'ManagedPolicyArns', [ref('Read')])),
    },
    firesWhen: {
      'users are administrators': set('Users', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
      'users may do everything': set('Users', 'Policies.0.PolicyDocument.Statement.0', { Effect: 'Allow', Action: '*', Resource: '*' }),
      'guests are administrators': set('Guests', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/IAMFullAccess']),
      'guests have all of a service': set('Guests', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonPollyFullAccess']),
      'guests read every bucket': set('Guests', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']),
      'guests deploy': set('Guests', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess']),
      'a policy of users is a parameter': set('Users', 'ManagedPolicyArns', [PARAMETER]),
      'the policies of users are a parameter': set('Users', 'ManagedPolicyArns', PARAMETER),
      'a policy of users is not in the template': set('Users', 'ManagedPolicyArns', ['arn:aws:iam::111122223333:policy/users']),
      'the inline policies of users are a parameter': set('Users', 'Policies', PARAMETER),
      'users have a policy of the template that administers': all(
        add('Admin', 'AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }), set('Users', 'ManagedPolicyArns', [ref('Admin')])),
      'a rule gives an administrator role': set('Team', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
      'a role is not in the template': set('Attachment', 'Roles.authenticated', 'arn:aws:iam::111122223333:role/Admin'),
      'a role deploys': set('Attachment', 'Roles.authenticated', 'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1'),
      'a role is a parameter': set('Attachment', 'Roles.authenticated', PARAMETER),
      'the role of a rule is not in the template': set('Attachment', 'RoleMappings.pool.RulesConfiguration.Rules.0.RoleARN', 'arn:aws:iam::111122223333:role/Admin'),
      'roles are a parameter': set('Attachment', 'Roles', PARAMETER),
      'mappings are a parameter': set('Attachment', 'RoleMappings', PARAMETER),
      'rules are a parameter': set('Attachment', 'RoleMappings.pool.RulesConfiguration.Rules', PARAMETER),
    },
  },
  {
    rule: 'ZT-COGNITO-018',
    on: 'Group',
    secure: {
      Group: resource('AWS::Cognito::UserPoolGroup', { UserPoolId: 'eu-west-1_1', RoleArn: att('Team') }),
      Team: resource('AWS::IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] } }] }),
    },
    passesWhen: { 'it has no role': set('Group', 'RoleArn') },
    firesWhen: {
      'it has an administrator role': set('Team', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
      'its role is not in the template': set('Group', 'RoleArn', 'arn:aws:iam::111122223333:role/Admin'),
      'its role is a parameter': set('Group', 'RoleArn', PARAMETER),
    },
  },
];
