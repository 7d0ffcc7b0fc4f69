import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiGatewayAccount, DeclaredEdges, ZeroTrustChecks } from '../../src';
import { ApiCallers } from '../../src/api/api-callers';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { SecureFunction } from '../../src/compute/secure-function';
import { allOf, code, failsWith, withApi } from '../support/api';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { findingsOf, stackFindings } from '../support/packs';

const OTHER = '444455556666';
const STRANGER = '777788889999';
const ORGANIZATION = 'o-abcdefghij';
const API = 'AWS::ApiGateway::RestApi';

function withCallers(callers?: ApiCallers) {
  const made = withApi({ callers });
  made.api.addRoute('GET /orders', made.fn);
  return made;
}

const synthesised = new Map<string, any>();

/** The template for some callers, made once. */
function templateFor(callers?: ApiCallers): any {
  const key = JSON.stringify(callers);
  if (!synthesised.has(key)) synthesised.set(key, withCallers(callers).template().toJSON());
  return synthesised.get(key);
}

/** The decision of an independent simulator about a request to GET /orders, with or without an identity policy that allows it. */
async function decided(callers: ApiCallers | undefined, account: string, granted: boolean, organization?: string): Promise<string> {
  const deployed = new DeployedTemplates([templateFor(callers)]);
  const [id] = Object.keys(deployed.resources(API));
  const arn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${id}`;
  const principal = `arn:aws:iam::${account}:role/caller`;
  const policy = deployed.resources(API)[id].Policy;
  const response = await runSimulation({
    request: {
      principal,
      action: 'execute-api:Invoke',
      resource: { resource: `${arn}/prod/GET/orders`, accountId: ACCOUNT },
      contextVariables: { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': account, ...organization && { 'aws:PrincipalOrgID': organization } },
    },
    identityPolicies: granted ? [{
      name: 'granted',
      policy: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${arn}/prod/GET/orders` }],
      },
    }] : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    // API Gateway puts the API's ARN in front
    resourcePolicy: policy && JSON.parse(JSON.stringify(policy).replace(/execute-api:\//g, `${arn}/`)),
  }, {});
  if (response.resultType === 'error') throw new Error(JSON.stringify(response.errors));
  return response.overallResult === 'Allowed' ? 'Allow' : 'Deny';
}

describe('callers with AWS credentials', () => {
  test.each<[string, string, ApiCallers | undefined, string, boolean, string?]>([
    ['Allow', 'of this account with a grant, where nothing is said', undefined, ACCOUNT, true],
    ['Deny', 'of this account without', undefined, ACCOUNT, false],
    ['Deny', 'of another account, where nothing is said', undefined, OTHER, true],
    ['Allow', 'of this account with a grant', { accounts: [OTHER] }, ACCOUNT, true],
    ['Deny', 'of this account without a grant: the policy stands in for none', { accounts: [OTHER] }, ACCOUNT, false],
    ['Deny', 'of this account without a grant, even when it is named', { accounts: [ACCOUNT, OTHER] }, ACCOUNT, false],
    ['Allow', 'of this account with a grant, when it is named too', { accounts: [ACCOUNT, OTHER] }, ACCOUNT, true],
    ['Allow', 'of a named account with a grant over there', { accounts: [OTHER] }, OTHER, true],
    ['Deny', 'of a named account without a grant over there', { accounts: [OTHER] }, OTHER, false],
    ['Deny', 'of an account that nobody named', { accounts: [OTHER] }, STRANGER, true],
    ['Allow', 'of this account and organisation', { organization: ORGANIZATION }, ACCOUNT, true, ORGANIZATION],
    ['Deny', 'of another organisation', { organization: ORGANIZATION }, ACCOUNT, true, 'o-klmnopqrst'],
    ['Deny', 'of no organisation', { organization: ORGANIZATION }, ACCOUNT, true],
    ['Deny', 'of the organisation, in an account that nobody named', { organization: ORGANIZATION }, OTHER, true, ORGANIZATION],
    ['Allow', 'of a named account and the organisation', { accounts: [OTHER], organization: ORGANIZATION }, OTHER, true, ORGANIZATION],
    ['Deny', 'of a named account that left the organisation', { accounts: [OTHER], organization: ORGANIZATION }, OTHER, true],
  ])('are answered %s %s', async (...[effect, , callers, account, granted, organization]) => {
    expect(await decided(callers, account, granted, organization)).toBe(effect);
  });

  test('leave no resource policy where nothing is said', () => {
    expect(allOf(withCallers().template(), API)[0].Policy).toBeUndefined();
  });

  test('leave nothing open in the five packs and ours', () => {
    const build = (stack: Stack) => {
      new ApiGatewayAccount(stack, 'Account');
      const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, callers: { accounts: [OTHER], organization: ORGANIZATION } });
      const fn = new SecureFunction(stack, 'Fn', { code });
      api.addRoute('GET /orders', fn).grantExecute(new SecureFunction(stack, 'Caller', { code }));
    };
    expect(stackFindings(build).open).toEqual([]);
    expect(findingsOf((app) => build(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('deploy the API anew when they change', () => {
    const deployment = (callers: ApiCallers) => Object.keys(withCallers(callers).template().findResources('AWS::ApiGateway::Deployment'))[0];
    expect(deployment({ accounts: [OTHER] })).toBe(deployment({ accounts: [OTHER] }));
    expect(deployment({ accounts: [OTHER] })).not.toBe(deployment({ accounts: [STRANGER] }));
  });

  test('are the only ones: a route for others, or for browsers, fails synthesis', () => {
    const { stack, api, fn, template } = withCallers({ accounts: [OTHER] });
    api.addRoute('GET /users', fn, { authorizer: RouteAuthorizer.cognito(new cognito.UserPool(stack, 'Pool')), scopes: ['a/b'] });
    expect(template).toThrow(/CallersWithoutCredentials: GET \/users/);
    const browsers = withApi({ callers: { accounts: [OTHER] }, cors: { allowOrigins: ['https://app.example.com'] } });
    browsers.api.addRoute('GET /orders', browsers.fn);
    expect(browsers.template).toThrow(/CallersWithoutCredentials: OPTIONS \/orders/);
    expect(withCallers({ accounts: [OTHER] }).template).not.toThrow();
  });

  test.each<[string, ApiCallers]>([
    ['NoCallers', {}],
    ['NoCallers', { accounts: [] }],
    ['BadAccount', { accounts: ['*'] }],
    ['BadAccount', { accounts: ['arn:aws:iam::444455556666:root'] }],
    ['BadOrganization', { organization: '*' }],
    ['BadOrganization', { organization: 'r-abcd' }],
  ])('throw %s with %j', (id, callers) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, callers })).toThrow(failsWith(id));
    expect(stack.node.children).toEqual([]);
  });

  test('are granted one route, which declares the edge', () => {
    const { stack, api, fn } = withApi();
    api.addRoute('GET /orders', fn).grantExecute(new SecureFunction(stack, 'Caller', { code }));
    expect(DeclaredEdges.of(stack)).toContainEqual({
      caller: 'Stack/Caller', target: 'Stack/Api/Default/orders/GET', intent: 'invoke', actions: ['execute-api:Invoke'],
    });
  });
});
