import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CutOffUserOptions, IncidentResponder, Play, PlayMode, SecureUserPool, TrustZone, ZeroTrustChecks } from '../../src';
import { allOf, failsWith } from '../support/api';
import { findingsOf, fivePacks } from '../support/packs';

function responding(stack: Stack, options?: CutOffUserOptions): void {
  const zone = new TrustZone(stack, 'Zone');
  const users = new SecureUserPool(stack, 'Users', { zone });
  new SecureUserPool(stack, 'Others', { zone });
  new IncidentResponder(zone, 'Responder', { plays: [Play.cutOffUser(users, options)] });
}

function templateOf(options?: CutOffUserOptions): Template {
  const stack = new Stack(new App(), 'Stack');
  responding(stack, options);
  return Template.fromStack(stack);
}

const planned = (template: Template) => allOf(template, 'AWS::Lambda::Function').map(({ Environment }) => Environment?.Variables.PLAYS).filter(Boolean).map((plays) => JSON.parse(plays))[0];
const statements = (template: Template) => allOf(template, 'AWS::IAM::ManagedPolicy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const functionOf = (template: Template) => allOf(template, 'AWS::Lambda::Function').find(({ Handler }) => Handler === 'index.cutOffUser');

describe('a responder that cuts users off', () => {
  test('leaves nothing open in the five packs and ours', () => {
    expect(findingsOf((app) => responding(new Stack(app, 'Stack')), [...fivePacks(), new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('waits for approval, unless it is told otherwise, and acts on users alone', () => {
    expect(planned(templateOf())).toEqual([{ play: 'cutOffUser', kinds: ['USER'], mode: 'APPROVE' }]);
    expect(planned(templateOf({ mode: PlayMode.ACT }))).toEqual([{ play: 'cutOffUser', kinds: ['USER'], mode: 'ACT' }]);
  });

  test('may do on its pool what the play does, and nothing on another pool', () => {
    const onPools = statements(templateOf()).filter(({ Action }) => JSON.stringify(Action).includes('cognito-idp:'));
    expect(onPools.map(({ Effect, Action, Resource }) => [Effect, Action, Resource])).toEqual([[
      'Allow',
      ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'],
      { 'Fn::GetAtt': [expect.stringMatching(/^Users[0-9A-F]{8}$/), 'Arn'] },
    ]]);
  });

  test('writes the list of that pool, and cannot read it', () => {
    const template = templateOf();
    const [list] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable')).filter((id) => id.startsWith('UsersRevocations'));
    const onList = statements(template).filter(({ Resource }) => JSON.stringify(Resource).includes(list));
    expect(onList.map(({ Action }) => Action)).toEqual([['dynamodb:DeleteItem', 'dynamodb:PutItem']]);
    expect(functionOf(template).Environment.Variables).toMatchObject({ REVOCATIONS_TABLE: { Ref: list }, MAX_TOKEN_SECONDS: '86400', NEVER_CUT_OFF: '[]' });
  });

  test('reaches Cognito by an endpoint of the zone that takes these calls alone', () => {
    const endpoint = allOf(templateOf(), 'AWS::EC2::VPCEndpoint').find(({ ServiceName }) => JSON.stringify(ServiceName).includes('cognito-idp'));
    const allowed = endpoint.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow').flatMap(({ Action }: any) => Action);
    expect(allowed.every((action: string) => /^cognito-idp:/.test(action) && !action.includes('*'))).toBe(true);
    expect(allowed).toEqual(expect.arrayContaining(['cognito-idp:AdminDisableUser']));
  });

  test('knows whom it never cuts off', () => {
    expect(functionOf(templateOf({ neverCutOff: ['breakglass'] })).Environment.Variables.NEVER_CUT_OFF).toBe('["breakglass"]');
    expect(() => templateOf({ neverCutOff: ['breakglass', ' '] })).toThrow(failsWith('BadUser'));
  });
});
