import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { allow, denyPlaintext, key, role } from '../support/resources';

const queue = () => resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Key') });

/** What proves the rules of SQS. */
export const sqsCases: RuleCase[] = [
  {
    rule: 'ZT-SQS-001',
    on: 'Queue',
    secure: {
      Key: key(),
      Other: resource('AWS::SQS::Queue'),
      Queue: queue(),
      Policy: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: { Statement: [denyPlaintext('sqs:*', att('Queue'))] } }),
    },
    passesWhen: {
      'the Deny is for everything': set('Policy', 'PolicyDocument.Statement.0.Resource', '*'),
      'the Deny is for everyone, written shorter': set('Policy', 'PolicyDocument.Statement.0.Principal', '*'),
      'the value is a boolean': set('Policy', 'PolicyDocument.Statement.0.Condition.Bool', { 'aws:SecureTransport': false }),
      'the policy is a text': set('Policy', 'PolicyDocument', JSON.stringify({ Statement: [denyPlaintext('sqs:*', '*')] })),
    },
    firesWhen: {
      'the key is gone': set('Queue', 'KmsMasterKeyId'),
      'the key is AWS\'s': set('Queue', 'KmsMasterKeyId', 'alias/aws/sqs'),
      'SQS holds the key': all(set('Queue', 'KmsMasterKeyId'), set('Queue', 'SqsManagedSseEnabled', true)),
      'the key is a parameter': set('Queue', 'KmsMasterKeyId', PARAMETER),
      'the policy is gone': remove('Policy'),
      'the policy is of another queue': set('Policy', 'Queues', [ref('Other')]),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
      'the Deny allows': set('Policy', 'PolicyDocument.Statement.0.Effect', 'Allow'),
      'the Deny is for TLS': set('Policy', 'PolicyDocument.Statement.0.Condition.Bool', { 'aws:SecureTransport': 'true' }),
      'the Deny is on another queue': set('Policy', 'PolicyDocument.Statement.0.Resource', att('Other')),
      'the Deny is for one principal': set('Policy', 'PolicyDocument.Statement.0.Principal', { AWS: '111122223333' }),
      'the Deny is for services': set('Policy', 'PolicyDocument.Statement.0.Principal', { Service: '*' }),
      'the Deny leaves receiving out': set('Policy', 'PolicyDocument.Statement.0.Action', 'sqs:SendMessage'),
      'the Deny leaves all but some actions out': all(
        set('Policy', 'PolicyDocument.Statement.0.Action'), set('Policy', 'PolicyDocument.Statement.0.NotAction', 'sqs:ReceiveMessage')),
      'the Deny has a further condition': set('Policy', 'PolicyDocument.Statement.0.Condition.StringEquals', { 'aws:PrincipalAccount': '111122223333' }),
      'the Deny has a second value': set('Policy', 'PolicyDocument.Statement.0.Condition.Bool.aws:SecureTransport', ['false', 'true']),
      'the condition is a parameter': set('Policy', 'PolicyDocument.Statement.0.Condition', PARAMETER),
      'there is only an Allow': set('Policy', 'PolicyDocument.Statement.0', allow('*', 'sqs:*', att('Queue'))),
    },
  },
  {
    rule: 'ZT-SQS-002',
    on: 'Queue',
    secure: { Key: key(), Dead: queue(), Queue: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: att('Dead'), maxReceiveCount: 3 } }) },
    firesWhen: {
      'failed messages are not handed over': set('Queue', 'RedrivePolicy'),
      'the target is left out': set('Queue', 'RedrivePolicy', { maxReceiveCount: 3 }),
      'the redrive policy is a parameter': set('Queue', 'RedrivePolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-SQS-002',
    on: 'Dead',
    secure: {
      Key: key(),
      Dead: { ...queue(), Properties: { KmsMasterKeyId: att('Key'), MessageRetentionPeriod: 1_209_600 } },
      Queue: resource('AWS::SQS::Queue', { MessageRetentionPeriod: 604_800, RedrivePolicy: { deadLetterTargetArn: att('Dead') } }),
    },
    passesWhen: {
      'a function hands over to it': all(remove('Queue'), add('Fn', 'AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: att('Dead') } })),
      'a rule hands over to it': all(remove('Queue'), add('Rule', 'AWS::Events::Rule', { Targets: [{ DeadLetterConfig: { Arn: att('Dead') } }] })),
      'failed invocations end there': all(remove('Queue'), add('Config', 'AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: { Destination: att('Dead') } } })),
      'it is kept for the default of four days, as its source is': all(set('Queue', 'MessageRetentionPeriod'), set('Dead', 'MessageRetentionPeriod')),
    },
    firesWhen: {
      'nobody hands over to it': remove('Queue'),
      'a queue only names it': set('Queue', 'RedrivePolicy', { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:other' }),
      'its key is gone': set('Dead', 'KmsMasterKeyId'),
      'letters are kept for a minute': set('Dead', 'MessageRetentionPeriod', 60),
      'letters are kept for less long than messages': set('Dead', 'MessageRetentionPeriod', 604_799),
      'the retention is a parameter': set('Dead', 'MessageRetentionPeriod', PARAMETER),
    },
  },
  {
    rule: 'ZT-SQS-003',
    on: 'Policy',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Role: role(),
      Policy: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: { Statement: [denyPlaintext('sqs:SendMessage', att('Queue')), allow({ AWS: att('Role') }, 'sqs:SendMessage', att('Queue'))] } }),
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
    rule: 'ZT-SQS-004',
    on: 'Policy',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Source: resource('AWS::Events::Rule'),
      Policy: resource('AWS::SQS::QueuePolicy', {
        Queues: [ref('Queue')],
        PolicyDocument: {
          Statement: [
            { ...allow({ Service: 'events.amazonaws.com' }, 'sqs:SendMessage', att('Queue')), Condition: { ArnEquals: { 'aws:SourceArn': att('Source') } } },
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
      'a second service has none': set('Policy', 'PolicyDocument.Statement.1', allow({ Service: 's3.amazonaws.com' }, 'sqs:SendMessage')),
      'the policy is a parameter': set('Policy', 'PolicyDocument', PARAMETER),
    },
  },
];
