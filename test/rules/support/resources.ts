import { att, ref, resource, Resources } from './prove';

/** A customer-managed key that the services in question may use. */
export function key(): any {
  return resource('AWS::KMS::Key', {
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: [
        allow({ Service: { 'Fn::Join': ['', ['logs.', ref('AWS::Region'), '.amazonaws.com']] } }, [
          'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey',
        ]),
        allow({ Service: 'cloudwatch.amazonaws.com' }, ['kms:Decrypt', 'kms:GenerateDataKey']),
      ],
    },
  });
}

export function allow(principal: unknown, action: unknown, on: unknown = '*'): any {
  return { Effect: 'Allow', Principal: principal, Action: action, Resource: on };
}

/** What denies calls without TLS, as the CDK writes it. */
export function denyPlaintext(action: unknown, on: unknown): any {
  return { Effect: 'Deny', Principal: { AWS: '*' }, Action: action, Resource: on, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
}

export function role(service = 'lambda.amazonaws.com'): any {
  return resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] },
  });
}

/** A function that satisfies every rule, with what it stands on. */
export function secureFunction(): Resources {
  return {
    Key: key(),
    Role: role(),
    Logs: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key'), RetentionInDays: 365 }),
    Dead: resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Key') }),
    Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    Subnet: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc') }),
    Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32' }] }),
    Fn: resource('AWS::Lambda::Function', {
      Role: att('Role'),
      Timeout: 10,
      Environment: { Variables: { TABLE: 'table' } },
      KmsKeyArn: att('Key'),
      VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [att('Group', 'GroupId')] },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('Logs') },
      DeadLetterConfig: { TargetArn: att('Dead') },
      RecursiveLoop: 'Terminate',
    }),
  };
}
