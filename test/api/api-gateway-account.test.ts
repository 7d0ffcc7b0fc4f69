import { Annotations as CoreAnnotations, App, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiGatewayAccount } from '../../src/api/api-gateway-account';
import { SecureApi } from '../../src/api/secure-api';
import { SecureFunction } from '../../src/compute/secure-function';
import { TrustZone } from '../../src/zone/trust-zone';
import { stackFindings } from '../support/packs';

const LOG_ACTIONS = [
  'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:FilterLogEvents',
  'logs:GetLogEvents', 'logs:PutLogEvents',
];

function account(props = {}) {
  const stack = new Stack(new App(), 'Stack');
  new ApiGatewayAccount(stack, 'Account', props);
  return Template.fromStack(stack);
}

function api(stack: Stack) {
  const fn = new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('x') });
  new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /', fn);
}

const stageOf = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'))[0];

describe('the account setting of API Gateway', () => {
  test('is a role with exact log actions in a customer-managed policy, on log groups of this account and region', () => {
    const template = account();
    template.hasResourceProperties('AWS::ApiGateway::Account', {
      CloudWatchRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AccountRole'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }] },
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{
          Action: LOG_ACTIONS,
          Effect: 'Allow',
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:*']] },
        }],
      },
    });
  });

  test('is made after its role can write', () => {
    account().hasResource('AWS::ApiGateway::Account', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^AccountRolePolicy')]) });
  });

  test('stays when its stack goes, with role and policy, because other APIs log through it', () => {
    for (const type of ['AWS::ApiGateway::Account', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']) {
      account().hasResource(type, { DeletionPolicy: 'Retain' });
      account({ removalPolicy: RemovalPolicy.DESTROY }).hasResource(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('takes the permissions boundary of the zone', () => {
    const stack = new Stack(new App(), 'Stack');
    const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary');
    new ApiGatewayAccount(new TrustZone(stack, 'Zone', { permissionsBoundary }), 'Account');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
  });

  test.each(['before', 'after'])('comes before the stages of its stack when it is declared %s them', (order) => {
    const stack = new Stack(new App(), 'Stack');
    if (order === 'before') new ApiGatewayAccount(stack, 'Account');
    api(stack);
    if (order === 'after') new ApiGatewayAccount(stack, 'Account');
    expect(stageOf(stack).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^Account/)]));
  });

  const IRELAND = { env: { account: '111111111111', region: 'eu-west-1' } };

  test.each([
    ['before', {}], ['after', {}], ['before', IRELAND], ['after', IRELAND],
  ])('comes before the stages of other stacks when it is declared %s them, in %j', (order, props) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', props);
    const baseline = new Stack(app, 'Baseline', props);
    if (order === 'before') new ApiGatewayAccount(baseline, 'Account');
    api(stack);
    if (order === 'after') new ApiGatewayAccount(baseline, 'Account');
    app.synth();
    expect(stack.dependencies).toEqual([baseline]);
  });

  test.each([
    ['another region', IRELAND, { env: { account: '111111111111', region: 'eu-central-1' } }],
    ['another account', IRELAND, { env: { account: '222222222222', region: 'eu-west-1' } }],
  ])('makes no stack of %s wait', (_, here, there) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', here);
    new ApiGatewayAccount(new Stack(app, 'Baseline', there), 'Account');
    api(stack);
    app.synth();
    expect(stack.dependencies).toEqual([]);
    Annotations.fromStack(stack).hasWarning('/Stack/Api', Match.stringLikeRegexp('eu-west-1.*CloudWatch Logs role ARN must be set'));
  });

  test('is waited for inside of its stage, and not from another one, which warns', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(new Stage(app, id), 'Stack'));
    new ApiGatewayAccount(new Stack(Stage.of(one)!, 'Baseline'), 'Account');
    [one, other].forEach(api);
    app.synth();
    expect(one.dependencies.map((stack) => stack.node.path)).toEqual(['One/Baseline']);
    expect(other.dependencies).toEqual([]);
    Annotations.fromStack(one).hasNoWarning('*', Match.stringLikeRegexp('CloudWatch Logs role'));
    Annotations.fromStack(other).hasWarning('/Other/Stack/Api', Match.stringLikeRegexp('Nothing in Other sets the role'));
  });

  test('that is missing is a warning that can be acknowledged, and none where a plain L1 sets the role', () => {
    const warned = new Stack(new App(), 'Stack');
    api(warned);
    Annotations.fromStack(warned).hasWarning('/Stack/Api', Match.stringLikeRegexp('the stage fails to deploy'));

    const acknowledged = new Stack(new App(), 'Stack');
    CoreAnnotations.of(acknowledged).acknowledgeWarning('cdk-zero-trust:NoApiGatewayAccount', 'set by the landing zone');
    api(acknowledged);
    Annotations.fromStack(acknowledged).hasNoWarning('*', Match.stringLikeRegexp('CloudWatch Logs role'));

    const app = new App();
    const besides = new Stack(app, 'Stack');
    new CfnAccount(new Stack(app, 'Baseline'), 'Plain', {});
    api(besides);
    Annotations.fromStack(besides).hasNoWarning('*', Match.stringLikeRegexp('CloudWatch Logs role'));
  });

  test('is there once in an account and region', () => {
    const app = new App();
    new ApiGatewayAccount(new Stack(app, 'Baseline', IRELAND), 'Account');
    expect(() => new ApiGatewayAccount(new Stack(app, 'Again', IRELAND), 'Account')).toThrow(expect.objectContaining({ id: 'TwoAccountSettings' }));
    new ApiGatewayAccount(new Stack(app, 'Elsewhere', { env: { account: '111111111111', region: 'eu-central-1' } }), 'Account');
  });

  test('is there once in a stack', () => {
    const stack = new Stack(new App(), 'Stack');
    new ApiGatewayAccount(stack, 'Account');
    expect(() => new ApiGatewayAccount(stack, 'Again')).toThrow(expect.objectContaining({ id: 'TwoAccountSettings', path: 'Stack/Again' }));
    expect(stack.node.tryFindChild('Again')).toBeUndefined();
  });

  test.each([
    ['<AWS::Region>:<AWS::AccountId>', {}],
    ['eu-west-1:111111111111', { env: { account: '111111111111', region: 'eu-west-1' } }],
  ])('leaves nothing open in the five packs, with log groups of %s acknowledged, because those of APIs to come have no name yet', (where, props) => {
    const { open, acknowledged } = stackFindings((stack) => void new ApiGatewayAccount(stack, 'Account'), props);
    expect(open).toEqual([]);
    expect(acknowledged).toEqual([{
      pack: 'AwsSolutions',
      rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:${where}:log-group:*]`,
      path: 'Stack/Account/Role/Policy/Resource',
    }]);
  });
});
