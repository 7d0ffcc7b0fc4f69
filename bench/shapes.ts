/**
 * How the time of all rules and of the trust graph grows with templates in which much hangs on one thing: CPU at three sizes, in one process, the least of several rounds,
 * and the exponent of the growth: 1 is in proportion. Run: npx tsx --tsconfig examples/tsconfig.json bench/shapes.ts
 */
import { cpuClock } from './paired';
import { graphOf } from '../src/graph/trust/graph-of';
import { TemplateModel } from '../src/model';
import { evaluate, RULES } from '../src/rules';

type Resources = Record<string, unknown>;
interface Shape {
  readonly name: string;
  /** The middle one of the sizes. */
  readonly size: number;
  readonly make: (n: number) => Resources;
}

const ROUNDS = 3;
const HALVES = [0.5, 1, 2];
const TABLES = 100;

const each = (n: number, make: (i: number) => Resources): Resources => Object.assign({}, ...Array.from({ length: n }, (_, i) => make(i)));
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const allow = (statement: Resources) => ({ Effect: 'Allow', ...statement });
const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const role = (...statements: unknown[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document(allow({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })),
    Policies: [{ PolicyName: 'Own', PolicyDocument: document(...statements) }],
  },
});
const lambda = (roleId: string, properties: Resources = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: 'x' }, Role: arn(roleId), ...properties },
});
const key = () => ({
  Type: 'AWS::KMS::Key',
  Properties: { EnableKeyRotation: true, KeyPolicy: document(allow({ Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' })) },
});
const table = (properties: Resources = {}) => ({ Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], ...properties } });

const SHAPES: Shape[] = [
  {
    name: 'one role for all functions, a statement for each',
    size: 200,
    make: (n) => ({
      Role: role(...Array.from({ length: n }, (_, i) => allow({ Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: arn(`Table${i % TABLES}`) }))),
      ...each(TABLES, (i) => ({ [`Table${i}`]: table() })),
      ...each(n, (i) => ({ [`Fn${i}`]: lambda('Role', { Environment: { Variables: { TABLE: { Ref: `Table${i % TABLES}` } } } }) })),
    }),
  },
  {
    name: 'one role for all functions',
    size: 800,
    make: (n) => ({ Role: role(allow({ Action: 'sqs:SendMessage', Resource: arn('Queue') })), Queue: { Type: 'AWS::SQS::Queue' }, ...each(n, (i) => ({ [`Fn${i}`]: lambda('Role') })) }),
  },
  {
    name: 'one queue for all functions and topics',
    size: 300,
    make: (n) => ({
      Hub: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
      Key: key(),
      ...each(n, (i) => ({
        [`Role${i}`]: role(allow({ Action: 'sqs:SendMessage', Resource: arn('Hub') })),
        [`Fn${i}`]: lambda(`Role${i}`, { DeadLetterConfig: { TargetArn: arn('Hub') } }),
        [`Topic${i}`]: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
        [`Subscription${i}`]: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: `Topic${i}` }, Protocol: 'sqs', Endpoint: arn('Hub') } },
        [`Policy${i}`]: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [{ Ref: 'Hub' }],
            PolicyDocument: document(allow({
              Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn('Hub'), Condition: { ArnEquals: { 'aws:SourceArn': { Ref: `Topic${i}` } } },
            })),
          },
        },
      })),
    }),
  },
  {
    name: 'one VPC for all functions',
    size: 300,
    make: (n) => ({
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/20' } },
      Queue: { Type: 'AWS::SQS::Queue' },
      EndpointGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'e', VpcId: { Ref: 'Vpc' } } },
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-west-1.sqs', SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
        },
      },
      ...each(n, (i) => ({
        [`Group${i}`]: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { GroupDescription: 'f', VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] } }] },
        },
        [`Ingress${i}`]: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            GroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': [`Group${i}`, 'GroupId'] },
          },
        },
        [`Role${i}`]: role(allow({ Action: 'sqs:SendMessage', Resource: arn('Queue') })),
        [`Fn${i}`]: lambda(`Role${i}`, { VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': [`Group${i}`, 'GroupId'] }] } }),
      })),
    }),
  },
  {
    name: 'one key for all tables, queues and log groups',
    size: 300,
    make: (n) => ({
      Key: key(),
      ...each(n, (i) => ({
        [`Table${i}`]: table({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn('Key') } }),
        [`Queue${i}`]: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
        [`Logs${i}`]: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: arn('Key'), RetentionInDays: 365 } },
        [`Role${i}`]: role(allow({ Action: 'dynamodb:GetItem', Resource: arn(`Table${i}`) }), allow({ Action: 'kms:Decrypt', Resource: arn('Key') })),
        [`Fn${i}`]: lambda(`Role${i}`, { KmsKeyArn: arn('Key'), LoggingConfig: { LogGroup: { Ref: `Logs${i}` } } }),
      })),
    }),
  },
  {
    name: 'buckets by name with their policies',
    size: 1500,
    make: (n) => each(n, (i) => ({
      [`Bucket${i}`]: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `bucket-${i}` } },
      [`Policy${i}`]: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: `bucket-${i}`,
          PolicyDocument: document({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::bucket-${i}/*`, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        },
      },
    })),
  },
];

function measure(resources: Resources, ofRules?: Map<string, number>): number {
  const passed = cpuClock();
  const model = new TemplateModel([{ id: 'Stack', name: 'Stack', template: { Resources: resources } }]);
  for (const rule of RULES) {
    const ofRule = cpuClock();
    evaluate(model, [rule]);
    ofRules?.set(rule.id, ofRule());
  }
  const ofGraph = cpuClock();
  graphOf(model);
  ofRules?.set('trust graph', ofGraph());
  return passed();
}

/** Growth in proportion, and what the machine adds. */
const BOUND = 1.1;

const only = process.argv[2];
for (const { name, size, make } of SHAPES.filter((shape) => only === undefined || shape.name.includes(only))) {
  measure(make(size)); // what the engine compiles once is no growth
  const times = HALVES.map((part) => Math.min(...Array.from({ length: ROUNDS }, () => measure(make(size * part)))));
  const exponent = Math.log2(times[2] / times[0]) / Math.log2(HALVES[2] / HALVES[0]);
  if (exponent > BOUND) process.exitCode = 1;
  console.log(`${exponent > BOUND ? 'OVER ' : ''}${name}: ${HALVES.map((part, i) => `${size * part}: ${times[i].toFixed(0)} ms`).join(', ')}, exponent ${exponent.toFixed(2)} (bound: ${BOUND})`);
  if (process.env.BY_RULE === undefined) continue;
  const byRule = HALVES.map((part) => {
    const found = new Map<string, number>();
    measure(make(size * part), found);
    return found;
  });
  const dearest = [...byRule[2]].sort(([, a], [, b]) => b - a).slice(0, 8);
  console.log(dearest.map(([id, ms]) => `  ${id} ${byRule[0].get(id)!.toFixed(0)} -> ${ms.toFixed(0)}`).join('\n'));
}
