import { add, all, att, PARAMETER, prove, ref, remove, resource, set } from '../support/prove';
import { denyPlaintext, key } from '../support/resources';

const topic = resource('AWS::SNS::Topic', { KmsMasterKeyId: att('Key') });

prove('SNS', [
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
]);
