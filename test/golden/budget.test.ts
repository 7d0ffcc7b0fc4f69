import { App, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ApiGatewayAccount, AuditTrail, SecureApi, SecureFunction, SecureTable, SecurityAlarms } from '../../src';

const FUNCTIONS = 50;
const MOST_RESOURCES = 500;

test(`${FUNCTIONS} functions, each with a route and a table grant, fit into one stack with everything on`, () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true });
  for (let i = 0; i < FUNCTIONS; i++) {
    const fn = new SecureFunction(stack, `Fn${i}`, { code: Code.fromInline('exports.handler = async () => {}') });
    table.grantReadWriteData(fn);
    api.addRoute(`GET /things${i}`, fn);
  }
  new ApiGatewayAccount(stack, 'ApiLogging');
  new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });

  const template = app.synth().getStackByName('Stack').template;
  const count = Object.keys(template.Resources).length;
  const types = Object.values<any>(template.Resources).map((resource) => resource.Type);
  expect(types.filter((type) => type === 'AWS::Lambda::Function').length).toBeGreaterThanOrEqual(FUNCTIONS);
  expect(types.filter((type) => type === 'AWS::ApiGateway::Method').length).toBe(FUNCTIONS);
  expect(count).toBeLessThanOrEqual(MOST_RESOURCES);
  expect(JSON.stringify(template).length).toBeLessThan(1_000_000); // CloudFormation's limit of a template from S3
});
