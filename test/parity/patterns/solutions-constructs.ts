import { ApiGatewayToLambda } from '@aws-solutions-constructs/aws-apigateway-lambda';
import { ApiGatewayV2WebSocketToSqs } from '@aws-solutions-constructs/aws-apigatewayv2websocket-sqs';
import { CloudFrontToS3 } from '@aws-solutions-constructs/aws-cloudfront-s3';
import { SqsToLambda } from '@aws-solutions-constructs/aws-sqs-lambda';
import { WafwebaclToApiGateway } from '@aws-solutions-constructs/aws-wafwebacl-apigateway';
import { WafwebaclToCloudFront } from '@aws-solutions-constructs/aws-wafwebacl-cloudfront';
import * as core from '@aws-solutions-constructs/core';
import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Code, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DefinitionBody, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Pattern } from './pattern';

const lambdaFunctionProps: FunctionProps = {
  runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
};

function apiGatewayLambda(stack: Stack): ApiGatewayToLambda {
  return new ApiGatewayToLambda(stack, 'ApiGatewayToLambda', { lambdaFunctionProps, apiGatewayProps: {}, createUsagePlan: true });
}

/** AWS Solutions Constructs, and others of them by the functions that they are made of. */
export const SOLUTIONS_CONSTRUCTS: Pattern[] = [
  { name: 'aws-apigateway-lambda', build: (app) => void apiGatewayLambda(new Stack(app, 'ApiLambda')) },
  {
    name: 'aws-apigatewayv2websocket-sqs',
    build: (app) => void new ApiGatewayV2WebSocketToSqs(new Stack(app, 'WebSocketSqs'), 'WebSocketToSqs', { webSocketApiProps: {}, createDefaultRoute: true }),
  },
  { name: 'aws-cloudfront-s3', build: (app) => void new CloudFrontToS3(new Stack(app, 'CloudFrontS3'), 'CloudFrontToS3', {}) },
  { name: 'aws-sqs-lambda', build: (app) => void new SqsToLambda(new Stack(app, 'SqsLambda'), 'SqsToLambda', { lambdaFunctionProps }) },
  {
    name: 'aws-wafwebacl-apigateway',
    build(app) {
      const stack = new Stack(app, 'WafApi');
      new WafwebaclToApiGateway(stack, 'WafToApi', { existingApiGatewayInterface: apiGatewayLambda(stack).apiGateway });
    },
  },
  {
    name: 'aws-wafwebacl-cloudfront',
    build(app) {
      const stack = new Stack(app, 'WafCloudFront', { env: { account: '111122223333', region: 'us-east-1' } });
      const site = new CloudFrontToS3(stack, 'CloudFrontToS3', { insertHttpSecurityHeaders: false });
      new WafwebaclToCloudFront(stack, 'WafToCloudFront', { existingCloudFrontWebDistribution: site.cloudFrontWebDistribution });
    },
  },
  {
    name: 'aws-lambda-dynamodb in a VPC',
    build(app) {
      const stack = new Stack(app, 'LambdaDynamoDb');
      const vpc = core.buildVpc(stack, { defaultVpcProps: core.DefaultIsolatedVpcProps() });
      core.AddAwsServiceEndpoint(stack, vpc, core.ServiceEndpointTypes.DYNAMODB);
      core.AddAwsServiceEndpoint(stack, vpc, core.ServiceEndpointTypes.SECRETS_MANAGER);
      const fn = core.buildLambdaFunction(stack, { lambdaFunctionProps, vpc });
      const { tableObject } = core.buildDynamoDBTable(stack, {});
      tableObject!.grantReadWriteData(fn);
      core.buildSecretsManagerSecret(stack, 'Secret').grantRead(fn);
    },
  },
  {
    name: 'aws-s3-stepfunctions',
    build(app) {
      const stack = new Stack(app, 'S3StepFunctions');
      const { bucket } = core.buildS3Bucket(stack, { bucketProps: { eventBridgeEnabled: true } });
      const fn = core.buildLambdaFunction(stack, { lambdaFunctionProps });
      const definition = new LambdaInvoke(stack, 'Handle', { lambdaFunction: fn }).next(new Pass(stack, 'Done'));
      const { stateMachine } = core.buildStateMachine(stack, undefined, {
        stateMachineProps: { definitionBody: DefinitionBody.fromChainable(definition) }, createCloudWatchAlarms: true,
      });
      new Rule(stack, 'Uploaded', {
        eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [bucket.bucketName] } } },
        targets: [new SfnStateMachine(stateMachine)],
      });
    },
  },
  {
    name: 'aws-cognito-apigateway-lambda',
    build(app) {
      const stack = new Stack(app, 'CognitoApi');
      const fn = core.buildLambdaFunction(stack, { lambdaFunctionProps });
      core.RegionalLambdaRestApi(stack, fn);
      const users = core.buildUserPool(stack);
      const client = core.buildUserPoolClient(stack, users);
      core.buildIdentityPool(stack, users, client);
    },
  },
  {
    name: 'aws-sns-lambda and aws-sns-sqs',
    build(app) {
      const stack = new Stack(app, 'SnsLambda');
      const { topic } = core.buildTopic(stack, 'Topic', {});
      topic.addSubscription(new LambdaSubscription(core.buildLambdaFunction(stack, { lambdaFunctionProps })));
      const { queue } = core.buildQueue(stack, 'Queue', { enableEncryptionWithCustomerManagedKey: true, deployDeadLetterQueue: true });
      topic.addSubscription(new SqsSubscription(queue));
    },
  },
  {
    name: 'aws-kinesisstreams-lambda',
    build(app) {
      const stack = new Stack(app, 'KinesisLambda');
      const fn = core.buildLambdaFunction(stack, { lambdaFunctionProps });
      const stream = core.buildKinesisStream(stack, {});
      fn.addEventSource(new KinesisEventSource(stream, core.DefaultKinesisEventSourceProps(stack) as any));
      core.buildKinesisStreamCWAlarms(stack);
    },
  },
];
