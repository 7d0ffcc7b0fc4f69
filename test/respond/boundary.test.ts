import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { IncidentResponder, PermissionsBoundary, Play, SecureFunction, TrustZone } from '../../src';

function templateOf(plays: (zone: TrustZone) => Play[]): Template {
  const stack = new Stack(new App(), 'Stack');
  const zone = new TrustZone(stack, 'Zone', { permissionsBoundary: new PermissionsBoundary(stack, 'Boundary') });
  new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {};') });
  new IncidentResponder(zone, 'Responder', { plays: plays(zone) });
  return Template.fromStack(stack);
}

const statementsOf = (template: Template): any[] => Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
  .find(([id]) => id.startsWith('Boundary'))![1].Properties.PolicyDocument.Statement;
const covering = (statements: any[], effect: string) => statements
  .filter(({ Effect, Action }) => Effect === effect && [Action].flat().some((action) => /^iam:(Attach|Detach)/.test(action)));

test('the boundary of a zone lets its responder attach the policy that denies everything, and no other', () => {
  const template = templateOf(() => [Play.isolateFunction()]);
  const [quarantine] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy', {
    Properties: { PolicyDocument: { Statement: [Match.objectLike({ Sid: 'Quarantine', Effect: 'Deny', Action: '*', Resource: '*' })] } },
  }));
  const statements = statementsOf(template);
  expect(covering(statements, 'Allow')).toEqual([{
    Sid: 'Quarantine',
    Effect: 'Allow',
    Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    Resource: '*',
    Condition: { ArnEquals: { 'iam:PolicyARN': { Ref: quarantine } } },
  }]);
  expect(covering(statements, 'Deny')).toEqual([]);
});

test('a responder that isolates nothing leaves the boundary as it is', () => {
  const statements = statementsOf(templateOf((zone) => [Play.notify(zone.alarmTopic)]));
  expect(covering(statements, 'Allow')).toEqual([]);
  expect(covering(statements, 'Deny')).toHaveLength(1);
});
