import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { allow, denyPlaintext, key, role } from '../support/resources';

const topic = resource('AWS::SNS::Topic', { KmsMasterKeyId: att('Key') });

/** What proves the rules of SNS. */
export const snsCases: RuleCase[] = [
  {
    rule: 'ZT-SNS-001',
    on: 'Topic',
    secure: {
      Key: key(),
      Topic: topic,
      Policy: resource('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: { Statement: [denyPlaintext('sns:Publish', ref('Topic'))] } }),
    },
    firesWhen: {
      'the key is gone': set('Topic', 'KmsMasterKeyId'),
      'the key is AWS\'s': set('Topic', 'KmsMasterKeyId', 'alias/aws/sns'),
      'the policy is gone': remove('Policy'),
      'the Deny is gone': set('Policy', 'PolicyDocument.Statement', []),
      'the Deny is for another action': set('Policy', 'PolicyDocument.Statement.0.Action', 'sns:Subscribe'),
      'the Deny has no condition, so it is none that anyone keeps': set('Policy', 'PolicyDocument.Statement.0.Condition'),
    },
  },
  {
    rule: 'ZT-SNS-002',
    on: 'Topic',
    secure: { Key: key(), Topic: topic, Alarm: resource('AWS::CloudWatch::Alarm', { AlarmActions: [ref('Topic')] }) },
    passesWhen: {
      'no alarm publishes to it': all(remove('Alarm'), set('Topic', 'KmsMasterKeyId', 'alias/aws/sns')),
      'an alias names the key': all(add('Alias', 'AWS::KMS::Alias', { TargetKeyId: att('Key') }), set('Topic', 'KmsMasterKeyId', ref('Alias'))),
      'the key allows more': set('Key', 'KeyPolicy.Statement.1.Action', 'kms:*'),
    },
    firesWhen: {
      'the key does not let alarms use it': set('Key', 'KeyPolicy.Statement.1'),
      'the key lets alarms decrypt only': set('Key', 'KeyPolicy.Statement.1.Action', 'kms:Decrypt'),
      'the key denies alarms': set('Key', 'KeyPolicy.Statement.1.Effect', 'Deny'),
      'the key lets another service use it': set('Key', 'KeyPolicy.Statement.1.Principal.Service', 'events.amazonaws.com'),
      'the key is AWS\'s': set('Topic', 'KmsMasterKeyId', 'alias/aws/sns'),
      'the key is not in the templates': set('Topic', 'KmsMasterKeyId', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555'),
      'the key\'s policy is a parameter': set('Key', 'KeyPolicy', PARAMETER),
      'a composite alarm publishes': all(set('Key', 'KeyPolicy.Statement.1'), remove('Alarm'), add('Composite', 'AWS::CloudWatch::CompositeAlarm', { OKActions: [ref('Topic')] })),
    },
  },
  {
    rule: 'ZT-SNS-003',
    on: 'Policy',
    secure: {
      Topic: resource('AWS::SNS::Topic'),
      Role: role(),
      Policy: resource('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: { Statement: [denyPlaintext('sns:Publish', ref('Topic')), allow({ AWS: att('Role') }, 'sns:Publish', ref('Topic'))] } }),
    },
    passesWhen: {
      'everyone of the organisation is let in': all(set('Policy', 'PolicyDocument.Statement.1.Principal', '*'), set('Policy', 'PolicyDocument.Statement.1.Condition', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } })),
      'a bucket is the source': all(set('Policy', 'PolicyDocument.Statement.1.Principal', { AWS: '*' }), set('Policy', 'PolicyDocument.Statement.1.Condition', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::photos' } })),
    },
    firesWhen: {
      'everyone is let in': set('Policy', 'PolicyDocument.Statement.1.Principal', '*'),
      'everyone of AWS is let in': set('Policy', 'PolicyDocument.Statement.1.Principal', { AWS: '*' }),
      'everyone is let in from every bucket': all(set('Policy', 'PolicyDocument.Statement.1.Principal', '*'), set('Policy', 'PolicyDocument.Statement.1.Condition', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } })),
      'everyone is let in over TLS': all(set('Policy', 'PolicyDocument.Statement.1.Principal', '*'), set('Policy', 'PolicyDocument.Statement.1.Condition', { Bool: { 'aws:SecureTransport': 'true' } })),
      'everyone but one is let in': all(set('Policy', 'PolicyDocument.Statement.1.Principal'), set('Policy', 'PolicyDocument.Statement.1.NotPrincipal', { AWS: '111122223333' })),
      'the Deny allows': all(set('Policy', 'PolicyDocument.Statement.0.Effect', 'Allow'), set('Policy', 'PolicyDocument.Statement.0.Condition')),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-SNS-004',
    on: 'Policy',
    secure: {
      Topic: resource('AWS::SNS::Topic'),
      Source: resource('AWS::Events::Rule'),
      Policy: resource('AWS::SNS::TopicPolicy', {
        Topics: [ref('Topic')],
        PolicyDocument: {
          Statement: [
            { ...allow({ Service: 'events.amazonaws.com' }, 'sns:Publish', ref('Topic')), Condition: { ArnEquals: { 'aws:SourceArn': att('Source') } } },
          ],
        },
      }),
    },
    passesWhen: {
      'the account is named': set('Policy', 'PolicyDocument.Statement.0.Condition', { StringEquals: { 'AWS:SourceAccount': ref('AWS::AccountId') } }),
      'it is a Deny': all(set('Policy', 'PolicyDocument.Statement.0.Effect', 'Deny'), set('Policy', 'PolicyDocument.Statement.0.Condition')),
    },
    firesWhen: {
      'the condition is gone': set('Policy', 'PolicyDocument.Statement.0.Condition'),
      'the source is any': set('Policy', 'PolicyDocument.Statement.0.Condition', { ArnLike: { 'aws:SourceArn': '*' } }),
      'the source is any rule': set('Policy', 'PolicyDocument.Statement.0.Condition', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }),
      'the source may be left out': set('Policy', 'PolicyDocument.Statement.0.Condition', { ArnLikeIfExists: { 'aws:SourceArn': att('Source') } }),
      'the source is a parameter': set('Policy', 'PolicyDocument.Statement.0.Condition', { ArnLike: { 'aws:SourceArn': PARAMETER } }),
      'a second service has none': set('Policy', 'PolicyDocument.Statement.1', allow({ Service: 's3.amazonaws.com' }, 'sns:Publish')),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
  {
    rule: 'ZT-SNS-005',
    on: 'Subscription',
    secure: { Subscription: resource('AWS::SNS::Subscription', { Protocol: 'https', TopicArn: 'arn' }) },
    firesWhen: { 'it delivers over plain HTTP': set('Subscription', 'Protocol', 'http'), 'the protocol is a parameter': set('Subscription', 'Protocol', PARAMETER) },
  },
  {
    rule: 'ZT-SNS-005',
    on: 'Topic',
    secure: { Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'sqs' }, { Protocol: 'https' }] }) },
    passesWhen: { 'nobody subscribes': set('Topic', 'Subscription') },
    firesWhen: {
      'one delivers in the clear': set('Topic', 'Subscription.1.Protocol', 'http'),
      'another one does': set('Topic', 'Subscription.2', { Protocol: 'http' }),
      'a protocol is a parameter': set('Topic', 'Subscription.0.Protocol', PARAMETER),
      'the subscriptions are a parameter': set('Topic', 'Subscription', PARAMETER),
    },
  },
  {
    rule: 'ZT-SNS-006',
    on: 'Subscription',
    secure: { Dead: resource('AWS::SQS::Queue'), Subscription: resource('AWS::SNS::Subscription', { Protocol: 'lambda', RedrivePolicy: { deadLetterTargetArn: att('Dead') } }) },
    passesWhen: { 'it is to people': all(set('Subscription', 'Protocol', 'email'), set('Subscription', 'RedrivePolicy')) },
    firesWhen: {
      'there are no dead letters': set('Subscription', 'RedrivePolicy'),
      'the target is left out': set('Subscription', 'RedrivePolicy', {}),
      'the target is empty': set('Subscription', 'RedrivePolicy.deadLetterTargetArn', ''),
      'the target is a parameter': set('Subscription', 'RedrivePolicy.deadLetterTargetArn', PARAMETER),
      'the redrive policy is a parameter': set('Subscription', 'RedrivePolicy', PARAMETER),
      'the protocol is a parameter, and there are no dead letters': all(set('Subscription', 'Protocol', PARAMETER), set('Subscription', 'RedrivePolicy')),
    },
  },
];
