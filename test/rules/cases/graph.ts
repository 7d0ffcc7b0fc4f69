import { add, all, att, attribute, join, ref, remove, resource, RuleCase, set } from '../support/prove';
import { role } from '../support/resources';

const policy = (actions: unknown, on: unknown, effect = 'Allow') => resource('AWS::IAM::ManagedPolicy', {
  Roles: [ref('Role')], PolicyDocument: { Statement: [{ Effect: effect, Action: actions, Resource: on }] },
});
const root = { AWS: join('arn:aws:iam::', ref('AWS::AccountId'), ':root') };
const uses = (...actions: string[]) => [{ To: att('Orders'), Actions: actions }];

const secure = {
  Key: resource('AWS::KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }] } }),
  Orders: resource('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: att('Key') } }),
  Others: resource('AWS::DynamoDB::Table'),
  Queue: resource('AWS::SQS::Queue'),
  Role: role(),
  Writing: policy('dynamodb:PutItem', att('Orders')),
  Decrypting: policy('kms:Decrypt', att('Key')),
  Fn: { ...resource('AWS::Lambda::Function', { Role: att('Role') }), Metadata: { 'zero-trust:edges': uses('dynamodb:PutItem') } },
};
const action = (name: unknown) => set('Writing', 'PolicyDocument.Statement.0.Action', name);
const on = (arn: unknown) => set('Writing', 'PolicyDocument.Statement.0.Resource', arn);
const condition = (value: unknown) => set('Writing', 'PolicyDocument.Statement.0.Condition', value);
const declares = (...actions: string[]) => attribute('Fn', 'Metadata', { 'zero-trust:edges': uses(...actions) });
const inNetwork = all(
  add('Vpc', 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }), add('Subnet', 'AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' }),
  add('Table', 'AWS::EC2::RouteTable', { VpcId: ref('Vpc') }), add('Routed', 'AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('Table') }),
  add('Group', 'AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }), set('Fn', 'VpcConfig', { SubnetIds: [ref('Subnet')], SecurityGroupIds: [att('Group', 'GroupId')] }));
const endpoint = (document: object, tables = [ref('Table')]) => add('Endpoint', 'AWS::EC2::VPCEndpoint', {
  VpcId: ref('Vpc'), ServiceName: join('com.amazonaws.', ref('AWS::Region'), '.dynamodb'), VpcEndpointType: 'Gateway', RouteTableIds: tables, PolicyDocument: document,
});
const opens = (actions: string, arn: unknown) => ({ Statement: [{ Effect: 'Allow', Principal: '*', Action: actions, Resource: arn }] });

/** What proves the rules of GRAPH. */
export const graphCases: RuleCase[] = [
  {
    rule: 'ZT-GRAPH-001',
    on: 'Fn',
    secure,
    passesWhen: {
      'nothing is declared': all(remove('Writing'), attribute('Fn', 'Metadata')),
      'a wildcard allows it': action('dynamodb:Put*'),
      'a condition that holds is asked for': condition({ Bool: { 'aws:SecureTransport': 'true' } }),
      'an endpoint of its network lets it through': all(inNetwork, endpoint(opens('dynamodb:*', '*'))),
      'a policy denies something else': add('Denying', 'AWS::IAM::ManagedPolicy', policy('dynamodb:DeleteTable', att('Orders'), 'Deny').Properties),
    },
    firesWhen: {
      'no policy allows it': remove('Writing'),
      'another action is allowed': action('dynamodb:GetItem'),
      'another table is allowed': on(att('Others')),
      'one of two actions is not allowed': declares('dynamodb:PutItem', 'dynamodb:DeleteItem'),
      'it is denied': add('Denying', 'AWS::IAM::ManagedPolicy', policy('dynamodb:*', att('Orders'), 'Deny').Properties),
      'the key is not allowed': remove('Decrypting'),
      'the key allows another one': set('Key', 'KeyPolicy.Statement.0.Principal', { AWS: 'arn:aws:iam::111122223333:role/other' }),
      'a condition never holds': condition({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } }),
      'its boundary does not allow it': all(add('Boundary', 'AWS::IAM::ManagedPolicy', { PolicyDocument: opens('s3:*', '*') }), set('Role', 'PermissionsBoundary', ref('Boundary'))),
      'the policy of the table denies it': set('Orders', 'ResourcePolicy', { PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:PutItem', Resource: '*' }] } }),
      'its network has no endpoint': inNetwork,
      'the endpoint is in no route table of it': all(inNetwork, add('Elsewhere', 'AWS::EC2::RouteTable', { VpcId: ref('Vpc') }), endpoint(opens('dynamodb:*', '*'), [ref('Elsewhere')])),
      'the policy of the endpoint is for another table': all(inNetwork, endpoint(opens('dynamodb:*', att('Others')))),
      'its security group lets nothing out': all(inNetwork, endpoint(opens('dynamodb:*', '*')), set('Group', 'SecurityGroupEgress', [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }])),
    },
  },
  {
    rule: 'ZT-GRAPH-002',
    on: 'Fn',
    secure,
    passesWhen: {
      'nothing is declared': all(action('dynamodb:*'), attribute('Fn', 'Metadata')),
      'what is allowed is declared': all(action(['dynamodb:PutItem', 'dynamodb:GetItem']), declares('dynamodb:PutItem', 'dynamodb:GetItem')),
      'what is allowed further is denied': all(action(['dynamodb:PutItem', 'dynamodb:GetItem']), add('Denying', 'AWS::IAM::ManagedPolicy', policy('dynamodb:Get*', '*', 'Deny').Properties)),
      'what is allowed further has no key': all(on([att('Orders'), att('Sealed')]), add('Foreign', 'AWS::KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/other' }, Action: 'kms:*', Resource: '*' }] } }),
        add('Sealed', 'AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: att('Foreign') } })),
      'it writes its logs': all(add('Logs', 'AWS::Logs::LogGroup', {}), add('Logging', 'AWS::IAM::ManagedPolicy', policy(['logs:CreateLogStream', 'logs:PutLogEvents'], att('Logs')).Properties)),
    },
    firesWhen: {
      'another action is allowed': action(['dynamodb:PutItem', 'dynamodb:DeleteItem']),
      'all actions are allowed': action('dynamodb:*'),
      'all tables are allowed': on('*'),
      'another table is allowed': on([att('Orders'), att('Others')]),
      'a condition of it is open': all(on([att('Orders'), att('Others')]), condition({ StringEquals: { 'aws:PrincipalTag/team': 'orders' } })),
      'the policy of a queue names its role': add('QueuePolicy', 'AWS::SQS::QueuePolicy', {
        Queues: [ref('Queue')], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: att('Role') }, Action: 'sqs:SendMessage', Resource: att('Queue') }] },
      }),
      'an event source hands over to it': add('Mapping', 'AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), EventSourceArn: att('Orders', 'StreamArn') }),
      'it can change itself': add('Changing', 'AWS::IAM::ManagedPolicy', policy('iam:PutRolePolicy', att('Role')).Properties),
      'a bucket of others is allowed': add('Reading', 'AWS::IAM::ManagedPolicy', policy('s3:GetObject', 'arn:aws:s3:::others/*').Properties),
    },
  },
];
