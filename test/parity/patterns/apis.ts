import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat, AwsIntegration, CognitoUserPoolsAuthorizer, Cors, HttpIntegration, LambdaIntegration, LambdaRestApi, LogGroupLogDestination,
  MethodLoggingLevel, MockIntegration, RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpMethod, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Billing, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Code, Function, FunctionUrlAuthType, HttpMethod as UrlMethod, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Pattern } from './pattern';

function handler(stack: Stack, id: string, environment?: Record<string, string>): Function {
  return new Function(stack, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), environment });
}

/** What stands behind a URL, as in the guides of AWS. */
export const APIS: Pattern[] = [
  {
    name: 'REST API, functions and a table',
    build(app) {
      const stack = new Stack(app, 'ItemsApi');
      const table = new Table(stack, 'Items', {
        partitionKey: { name: 'itemId', type: AttributeType.STRING }, removalPolicy: RemovalPolicy.DESTROY, readCapacity: 5, writeCapacity: 5,
      });
      const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS } });
      const items = api.root.addResource('items');
      const item = items.addResource('{id}');
      for (const [verb, resource] of [['GET', items], ['POST', items], ['GET', item], ['DELETE', item]] as const) {
        const fn = handler(stack, `${verb}${resource === item ? 'One' : ''}`, { TABLE_NAME: table.tableName, PRIMARY_KEY: 'itemId' });
        table.grantReadWriteData(fn);
        resource.addMethod(verb, new LambdaIntegration(fn));
      }
    },
  },
  {
    name: 'REST API with a user pool, an access log, a web firewall and a queue behind it',
    build(app) {
      const stack = new Stack(app, 'GuardedApi');
      const logs = new LogGroup(stack, 'AccessLog');
      const api = new RestApi(stack, 'Api', {
        deployOptions: {
          accessLogDestination: new LogGroupLogDestination(logs),
          accessLogFormat: AccessLogFormat.clf(),
          loggingLevel: MethodLoggingLevel.INFO,
          dataTraceEnabled: true,
          tracingEnabled: true,
          cacheClusterEnabled: true,
          cachingEnabled: true,
        },
        cloudWatchRole: true,
      });
      const authorizer = new CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [new UserPool(stack, 'Users')] });
      const queue = new Queue(stack, 'Jobs');
      const role = new Role(stack, 'SendRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
      queue.grantSendMessages(role);
      api.root.addMethod('POST', new AwsIntegration({ service: 'sqs', path: queue.queueName, options: { credentialsRole: role } }), { authorizer });
      api.root.addResource('health').addMethod('GET', new MockIntegration());
      api.root.addResource('legacy').addMethod('GET', new HttpIntegration('https://backend.example.com/'), { apiKeyRequired: true });
      const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: 'acl', sampledRequestsEnabled: true };
      const acl = new CfnWebACL(stack, 'Firewall', {
        defaultAction: { allow: {} },
        scope: 'REGIONAL',
        visibilityConfig,
        rules: [{
          name: 'Common',
          priority: 0,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
          visibilityConfig,
        }],
      });
      new CfnWebACLAssociation(stack, 'FirewallAssociation', { resourceArn: api.deploymentStage.stageArn, webAclArn: acl.attrArn });
    },
  },
  {
    name: 'HTTP API with JWT of a user pool, and a table of the second version',
    build(app) {
      const stack = new Stack(app, 'HttpItems');
      const users = new UserPool(stack, 'Users', { selfSignUpEnabled: true, signInAliases: { email: true } });
      const client = users.addClient('Web', { authFlows: { userPassword: true } });
      const table = new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, billing: Billing.onDemand() });
      const fn = handler(stack, 'Handler', { TABLE: table.tableName });
      table.grantReadData(fn);
      const api = new HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.ANY] } });
      const integration = new HttpLambdaIntegration('Integration', fn);
      const authorizer = new HttpUserPoolAuthorizer('Authorizer', users, { userPoolClients: [client] });
      api.addRoutes({ path: '/items', methods: [HttpMethod.GET], integration, authorizer });
      api.addRoutes({ path: '/ping', methods: [HttpMethod.GET], integration });
    },
  },
  {
    name: 'WebSocket API of a chat',
    build(app) {
      const stack = new Stack(app, 'Chat');
      const table = new Table(stack, 'Connections', { partitionKey: { name: 'connectionId', type: AttributeType.STRING } });
      const integration = (id: string) => {
        const fn = handler(stack, id, { TABLE: table.tableName });
        table.grantReadWriteData(fn);
        return { integration: new WebSocketLambdaIntegration(`${id}Integration`, fn), fn };
      };
      const [connect, disconnect, message] = [integration('Connect'), integration('Disconnect'), integration('Message')];
      const webSocketApi = new WebSocketApi(stack, 'Api', { connectRouteOptions: connect, disconnectRouteOptions: disconnect });
      webSocketApi.addRoute('sendmessage', message);
      const stage = new WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
      stage.grantManagementApiAccess(message.fn);
    },
  },
  {
    name: 'function URL and proxy API of one function',
    build(app) {
      const stack = new Stack(app, 'Urls');
      const fn = handler(stack, 'Hello');
      fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, cors: { allowedOrigins: ['*'], allowedMethods: [UrlMethod.ALL] } });
      new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }).addFunctionUrl();
      new LambdaRestApi(stack, 'Proxy', { handler: fn, endpointExportName: 'ProxyUrl' });
      fn.addPermission('Everyone', { principal: new ServicePrincipal('*'), action: 'lambda:InvokeFunction' });
    },
  },
];
