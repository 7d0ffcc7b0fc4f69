import { drop, gone, more, set, without } from './removals';
import { notAsked, Requirement, seen } from './requirement';

const METHOD = 'AWS::ApiGateway::Method';
const PERMISSION = 'AWS::Lambda::Permission';
const POLICY = 'AWS::IAM::ManagedPolicy';
const STORE = 'AWS::VerifiedPermissions::PolicyStore';
const USER_POOL = 'AWS::Cognito::UserPool';
const STATEMENTS = 'PolicyDocument.Statement';
const allow = (Action: string, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });

/** Identity: of callers, of workloads, of people. */
export const ROWS_1_TO_9: Requirement[] = [
  {
    row: 1,
    practice: 'every request is verified: identity and role',
    mustBeSeen: [
      seen('methods other than OPTIONS require authorization', 'ZT-APIGATEWAY-001', set(METHOD, 'AuthorizationType', 'NONE', /"HttpMethod":"(GET|POST)"/)),
      seen('operations of an OpenAPI body require authorization', 'ZT-APIGATEWAY-021',
        set('AWS::ApiGateway::RestApi', 'Body', { openapi: '3.0.1', paths: { '/open': { get: {} } } })),
      seen('methods with a user pool require scopes', 'ZT-APIGATEWAY-023', without(METHOD, 'AuthorizationScopes')),
      seen('authorizers specify their issuer and audience, or their user pools', 'ZT-APIGATEWAY-013',
        without('AWS::ApiGateway::Authorizer', 'ProviderARNs'), without('AWS::ApiGateway::Authorizer', 'AuthorizerUri')),
      seen('policy stores are STRICT and protected from deletion', 'ZT-VERIFIEDPERMISSIONS-001',
        set(STORE, 'ValidationSettings.Mode', 'OFF'), without(STORE, 'DeletionProtection')),
      seen('identity sources take tokens of named clients', 'ZT-VERIFIEDPERMISSIONS-002',
        without('AWS::VerifiedPermissions::IdentitySource', 'Configuration.CognitoUserPoolConfiguration.ClientIds')),
      seen('Cedar policies restrict principal, action or resource', 'ZT-VERIFIEDPERMISSIONS-003',
        set('AWS::VerifiedPermissions::Policy', 'Definition.Static.Statement', 'permit (principal, action, resource);')),
      notAsked('a policy store has an identity source and a policy', 'Without either Cedar denies every request: nothing is open.'),
    ],
  },
  {
    row: 2,
    practice: 'only authorised callers invoke a function',
    mustBeSeen: [
      seen('permissions of services name a source', 'ZT-LAMBDA-001', {
        says: 'a permission without source',
        from: (template) => without(PERMISSION, 'SourceAccount').from(without(PERMISSION, 'SourceArn').from(template) ?? template),
      }),
      seen('no permission is for everyone', 'ZT-LAMBDA-001', set(PERMISSION, 'Principal', '*')),
      notAsked('no permission is for the test-invoke stage', 'It lets the console of the account call, which IAM allows or denies: a call more, and no stranger.'),
      seen('function URLs require IAM authentication', 'ZT-LAMBDA-008', set('AWS::Lambda::Url', 'AuthType', 'NONE')),
    ],
  },
  {
    row: 3,
    practice: 'unique identity and least privilege',
    mustBeSeen: [
      seen('functions have a role of their own', 'ZT-IAM-002', {
        says: 'all functions with the role of one',
        from(template) {
          const roles = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function').map(({ Properties }) => Properties.Role);
          return roles.length > 1 ? set('AWS::Lambda::Function', 'Role', roles[0]).from(template) : undefined;
        },
      }),
      seen('roles have no AWS managed and no inline policy', 'ZT-IAM-003', 'ZT-IAM-022',
        set('AWS::IAM::Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
        set('AWS::IAM::Role', 'Policies', [{ PolicyName: 'Inline', PolicyDocument: { Statement: [allow('s3:GetObject', 'arn:aws:s3:::bucket/key')] } }])),
      notAsked('roles have a permissions boundary', 'It is optional: the account may restrict roles by other means. Where there is one, it must deny escalation.', 'ZT-IAM-019',
        set(POLICY, STATEMENTS, [allow('*')])),
      seen('functions write to their own log group only', 'ZT-LAMBDA-025', more(POLICY, STATEMENTS, allow('logs:PutLogEvents'))),
      seen('network-interface actions are denied to the code of the function', 'ZT-IAM-001', drop(POLICY, STATEMENTS, /lambda:SourceFunctionArn/)),
    ],
  },
  {
    row: 4,
    practice: 'read-only and write-only scoping',
    mustBeSeen: [
      seen('Allow statements list exact actions', 'ZT-IAM-004', more(POLICY, STATEMENTS, allow('dynamodb:Get*', { 'Fn::GetAtt': ['Orders', 'Arn'] }))),
      seen('actions exist in the Service Authorization Reference', 'ZT-IAM-012', more(POLICY, STATEMENTS, allow('dynamodb:GetItems', 'arn:aws:dynamodb:::table/x'))),
      seen('Allow statements name their resources', 'ZT-IAM-001', more(POLICY, STATEMENTS, allow('dynamodb:GetItem'))),
      seen('tenants reach their own items only', 'ZT-LAMBDA-026', 'ZT-IAM-015', {
        says: 'tenant-isolated functions with a role that reads every item',
        from: (template) => more(POLICY, STATEMENTS, { ...allow('dynamodb:GetItem', { 'Fn::GetAtt': ['Orders', 'Arn'] }) })
          .from(set('AWS::Lambda::Function', 'TenancyConfig', { TenantIsolationMode: 'PER_TENANT' }).from(template) ?? template),
      }, more(POLICY, STATEMENTS, {
        ...allow('dynamodb:GetItem', { 'Fn::GetAtt': ['Orders', 'Arn'] }),
        Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': '*' } },
      })),
    ],
  },
  {
    row: 5,
    practice: 'permissions are reviewed regularly',
    mustBeSeen: [
      seen('unused access is reported within 90 days', 'ZT-ACCESSANALYZER-001',
        set('AWS::AccessAnalyzer::Analyzer', 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge', 180, /UnusedAccessAge/)),
      seen('analyzers cover external, internal and unused access', 'ZT-ACCESSANALYZER-003',
        gone('AWS::AccessAnalyzer::Analyzer', /INTERNAL/), gone('AWS::AccessAnalyzer::Analyzer', /UNUSED/)),
      seen('findings are sent to a target', 'ZT-ACCESSANALYZER-002', gone('AWS::Events::Rule', /access-analyzer|aws\.securityhub/)),
      seen('there is an analyzer at all, if required', 'ZT-CAPABILITY-003', gone('AWS::AccessAnalyzer::Analyzer')),
      notAsked('the pipeline validates policies and checks for new access', 'It runs in the pipeline, not in the template: review-policies, a scanner of the gate, whose tests have recorded answers.'),
    ],
  },
  {
    row: 6,
    practice: 'MFA for every administrator',
    mustBeSeen: [
      seen('roles for people are assumed with MFA only', 'ZT-IAM-013', more('AWS::IAM::Role', 'AssumeRolePolicyDocument.Statement', {
        Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
      })),
      seen('Deny statements without MFA are BoolIfExists', 'ZT-IAM-014', more(POLICY, STATEMENTS, {
        Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
      })),
      notAsked('the root user has MFA, and passwords have a policy', 'Neither has a resource in CloudFormation: AWS Config rules of AdminGuard look.'),
    ],
  },
  {
    row: 7,
    practice: 'MFA for users, or passkeys',
    mustBeSeen: [
      seen('MFA is required', 'ZT-COGNITO-001', set(USER_POOL, 'MfaConfiguration', 'OPTIONAL')),
      seen('MFA is not by SMS alone', 'ZT-COGNITO-015', set(USER_POOL, 'EnabledMfas', ['SMS_MFA'])),
      seen('threat protection of user pools enforces', 'ZT-COGNITO-002',
        set(USER_POOL, 'UserPoolAddOns.AdvancedSecurityMode', 'AUDIT')),
      seen('user pools have the Plus tier', 'ZT-COGNITO-002', set(USER_POOL, 'UserPoolTier', 'ESSENTIALS'), without(USER_POOL, 'UserPoolTier')),
      seen('passkeys require user verification', 'ZT-COGNITO-011',
        set(USER_POOL, 'WebAuthnUserVerification', 'preferred')),
      seen('passwords have 14 characters', 'ZT-COGNITO-002', set(USER_POOL, 'Policies.PasswordPolicy.MinimumLength', 8)),
      seen('user pools are protected from deletion', 'ZT-COGNITO-002', without(USER_POOL, 'DeletionProtection')),
    ],
  },
  {
    row: 8,
    practice: 'context: geography, posture and behaviour',
    mustBeSeen: [
      seen('requests of addresses with a bad reputation are blocked', 'ZT-WAF-001',
        drop('AWS::WAFv2::WebACL', 'Rules', /IpReputationList/), set('AWS::WAFv2::WebACL', 'Rules.*.OverrideAction', { Count: {} }, /IpReputationList/)),
      notAsked('requests are limited by country and network', 'Which countries may call is a decision of the business.'),
      seen('user pools act on risky sign-ins', 'ZT-COGNITO-010', gone('AWS::Cognito::UserPoolRiskConfigurationAttachment')),
      notAsked('viewers present a certificate', 'Mutual TLS is for clients that hold one. A truststore that is there is pinned to a version.', 'ZT-APIGATEWAY-009',
        without('AWS::ApiGateway::DomainName', 'MutualTlsAuthentication.TruststoreVersion')),
    ],
  },
  {
    row: 9,
    practice: 'verified continuously',
    mustBeSeen: [
      seen('access tokens expire within 15 minutes', 'ZT-COGNITO-004', set('AWS::Cognito::UserPoolClient', 'AccessTokenValidity', 60)),
      seen('refresh tokens rotate, and can be revoked', 'ZT-COGNITO-005',
        without('AWS::Cognito::UserPoolClient', 'RefreshTokenRotation'), set('AWS::Cognito::UserPoolClient', 'EnableTokenRevocation', false)),
      seen('authorizer results are not cached, or by every input', 'ZT-APIGATEWAY-012', {
        says: 'an authorizer that caches by the token alone',
        from: (template) => set('AWS::ApiGateway::Authorizer', 'AuthorizerResultTtlInSeconds', 300, /"REQUEST"/)
          .from(set('AWS::ApiGateway::Authorizer', 'IdentitySource', 'method.request.header.Authorization', /"REQUEST"/).from(template) ?? template),
      }),
      notAsked('sessions are ended by the responder', 'It runs after a finding, in code: Play.cutOffUser, which test/respond and test/lambda run.'),
    ],
  },
];
