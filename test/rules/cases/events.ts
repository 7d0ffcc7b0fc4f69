import { all, att, NO_ECHO, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';
import { allow, key } from '../support/resources';

const account = { AWS: '111122223333' };
const connection = (parameters: object) => resource('AWS::Events::Connection', { AuthParameters: parameters });

/** What proves the rules of EVENTS. */
export const eventsCases: RuleCase[] = [
  {
    rule: 'ZT-EVENTS-001',
    on: 'Rule',
    secure: {
      Dead: resource('AWS::SQS::Queue'),
      Rule: resource('AWS::Events::Rule', { Targets: [{ Id: 'A', DeadLetterConfig: { Arn: att('Dead') } }, { Id: 'B', DeadLetterConfig: { Arn: att('Dead') } }] }),
    },
    passesWhen: { 'it has no target': set('Rule', 'Targets') },
    firesWhen: {
      'a target has none': set('Rule', 'Targets.0.DeadLetterConfig'),
      'the other target has none': set('Rule', 'Targets.1.DeadLetterConfig'),
      'the ARN is left out': set('Rule', 'Targets.0.DeadLetterConfig', {}),
      'the ARN is empty': set('Rule', 'Targets.0.DeadLetterConfig.Arn', ''),
      'the ARN is a parameter': set('Rule', 'Targets.0.DeadLetterConfig.Arn', PARAMETER),
      'a target is a parameter': set('Rule', 'Targets.0', PARAMETER),
      'the targets are a parameter': set('Rule', 'Targets', PARAMETER),
    },
  },
  {
    rule: 'ZT-EVENTS-002',
    on: 'Policy',
    secure: { Policy: resource('AWS::Events::EventBusPolicy', { StatementId: 'A', Statement: allow(account, 'events:PutEvents') }) },
    passesWhen: {
      'everyone of the organisation is let in': set('Policy', 'Statement', { ...allow('*', 'events:PutEvents'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
      'an account is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '111122223333')),
      'an organisation is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*'), set('Policy', 'Condition', { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-abcdefghij' })),
    },
    firesWhen: {
      'everyone is let in': set('Policy', 'Statement.Principal', '*'),
      'everyone of AWS is let in': set('Policy', 'Statement.Principal.AWS', '*'),
      'everyone is let in who asks for one source': all(set('Policy', 'Statement.Principal', '*'), set('Policy', 'Statement.Condition', { StringEquals: { 'events:source': 'app' } })),
      'everyone is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*')),
      'everyone with some tag is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*'), set('Policy', 'Condition', { Type: 'StringEquals', Key: 'aws:PrincipalTag', Value: 'o-abcdefghij' })),
      'the principal is a parameter': set('Policy', 'Statement.Principal.AWS', PARAMETER),
      'the principal is a parameter, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', PARAMETER)),
      'the statement is a parameter': set('Policy', 'Statement', PARAMETER),
    },
  },
  {
    rule: 'ZT-EVENTS-002',
    on: 'Bus',
    secure: { Bus: resource('AWS::Events::EventBus', { Policy: { Statement: [allow(account, 'events:PutEvents')] } }) },
    passesWhen: { 'there is no policy': set('Bus', 'Policy') },
    firesWhen: { 'everyone is let in': set('Bus', 'Policy.Statement.0.Principal', '*'), 'the policy is a parameter': set('Bus', 'Policy', PARAMETER) },
  },
  ...['AWS::Events::Archive', 'AWS::Events::Connection', 'AWS::Events::EventBus'].map((type) => ({
    rule: 'ZT-EVENTS-003',
    on: 'Events',
    secure: { Key: key(), Bus: resource('AWS::Events::EventBus'), Events: resource(type, { KmsKeyIdentifier: att('Key') }) },
    passesWhen: { 'the key is named by its id': set('Events', 'KmsKeyIdentifier', ref('Key')) },
    firesWhen: {
      'the key is gone': set('Events', 'KmsKeyIdentifier'),
      'the key is AWS\'s': set('Events', 'KmsKeyIdentifier', 'alias/aws/events'),
      'the key is no key': set('Events', 'KmsKeyIdentifier', att('Bus')),
      'the key is empty': set('Events', 'KmsKeyIdentifier', ''),
      'the key is a parameter': set('Events', 'KmsKeyIdentifier', PARAMETER),
    },
  })),
  {
    rule: 'ZT-EVENTS-004',
    on: 'Connection',
    secure: { Connection: connection({ ApiKeyAuthParameters: { ApiKeyName: 'key', ApiKeyValue: '{{resolve:secretsmanager:api:SecretString:key::}}' } }) },
    passesWhen: {
      'a password is of a secret': set('Connection', 'AuthParameters', { BasicAuthParameters: { Username: 'app', Password: '{{resolve:secretsmanager:app:SecretString:password::}}' } }),
      'there are no parameters': set('Connection', 'AuthParameters'),
      'whoever deploys gives the key by a NoEcho parameter': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', NO_ECHO),
    },
    firesWhen: {
      'the key is a literal': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', 'literal'),
      'a password is a literal': set('Connection', 'AuthParameters.BasicAuthParameters', { Username: 'app', Password: 'literal' }),
      'a client secret is a literal': set('Connection', 'AuthParameters.OAuthParameters', { ClientParameters: { ClientID: 'app', ClientSecret: 'literal' } }),
      'the key is a plain parameter of Systems Manager': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', '{{resolve:ssm:key:1}}'),
      'the key is a parameter': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', PARAMETER),
      'the parameters are a parameter': set('Connection', 'AuthParameters', PARAMETER),
    },
  },
];
