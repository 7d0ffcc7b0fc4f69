import { CODE, getAtt, resources, Template } from './generated-parts';
import profiles from '../../../src/model/sam/data/connector-profiles.json';

const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] } },
};

/** A resource of each type that a connector starts from or leads to. */
const MAKERS: Record<string, (target: string) => object> = {
  'AWS::Lambda::Function': () => ({ Type: 'AWS::Serverless::Function', Properties: CODE }),
  'AWS::StepFunctions::StateMachine': () => ({ Type: 'AWS::Serverless::StateMachine', Properties: { Definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } } }),
  'AWS::DynamoDB::Table': () => ({ Type: 'AWS::Serverless::SimpleTable' }),
  'AWS::SQS::Queue': () => ({ Type: 'AWS::SQS::Queue' }),
  'AWS::SNS::Topic': () => ({ Type: 'AWS::SNS::Topic' }),
  'AWS::S3::Bucket': () => ({ Type: 'AWS::S3::Bucket' }),
  'AWS::Location::PlaceIndex': () => ({ Type: 'AWS::Location::PlaceIndex', Properties: { DataSource: 'Here', IndexName: 'places' } }),
  'AWS::Events::EventBus': () => ({ Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } }),
  'AWS::Events::Rule': (target) => ({
    Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['a'] }, Targets: [{ Id: 'T', Arn: target === 'AWS::StepFunctions::StateMachine' ? { Ref: 'To' } : getAtt('To'), RoleArn: getAtt('RuleRole') }] },
  }),
  'AWS::ApiGateway::RestApi': () => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } }),
  'AWS::ApiGatewayV2::Api': () => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } }),
  'AWS::AppSync::DataSource': () => ({ Type: 'AWS::AppSync::DataSource', Properties: { ApiId: 'a', Name: 'source', Type: 'NONE', ServiceRoleArn: getAtt('RuleRole') } }),
  'AWS::AppSync::GraphQLApi': () => ({ Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'api', AuthenticationType: 'AWS_IAM' } }),
};

const pairs = Object.entries(profiles.Permissions).flatMap(([source, targets]) => (
  Object.entries(targets as Record<string, any>).map(([target, { Properties }]) => ({ source, target, categories: permissionsOf(Properties) }))
));

function permissionsOf({ AccessCategories, ValidAccessCategories }: any): string[] {
  return ValidAccessCategories ? ValidAccessCategories[ValidAccessCategories.length - 1] : Object.keys(AccessCategories);
}

export const CONNECTOR_CASES: Record<string, Template> = {
  ...Object.fromEntries(pairs.map(({ source, target, categories }) => [`connector from ${source} to ${target}`, resources({
    RuleRole: ROLE,
    From: MAKERS[source](target),
    To: MAKERS[target](target),
    Link: { Type: 'AWS::Serverless::Connector', Properties: { Source: { Id: 'From' }, Destination: { Id: 'To' }, Permissions: categories } },
  })])),
  'connector that is embedded': resources({
    Fn: { Type: 'AWS::Serverless::Function', Properties: CODE, Connectors: { Reads: { Properties: { Destination: { Id: 'Table' }, Permissions: ['Read'] } } } },
    Table: { Type: 'AWS::Serverless::SimpleTable' },
  }),
  'connector to several': resources({
    Fn: { Type: 'AWS::Serverless::Function', Properties: CODE },
    Table: { Type: 'AWS::Serverless::SimpleTable' },
    Topic: { Type: 'AWS::SNS::Topic' },
    Link: { Type: 'AWS::Serverless::Connector', Properties: { Source: { Id: 'Fn' }, Destination: [{ Id: 'Table' }, { Id: 'Topic' }], Permissions: ['Write'] } },
  }),
  'connector to an ARN': resources({
    Fn: { Type: 'AWS::Serverless::Function', Properties: CODE },
    Link: {
      Type: 'AWS::Serverless::Connector',
      Properties: {
        Source: { Id: 'Fn' }, Destination: { Type: 'AWS::SQS::Queue', Arn: 'arn:aws:sqs:us-east-1:123456789012:other', QueueUrl: 'https://sqs' }, Permissions: ['Write'],
      },
    },
  }),
};
