import { TemplateModel } from '../../src/model';
import { embeddedIn } from '../../src/model/embedded';
import { parseYaml } from '../../src/model/yaml-template';
import { evaluate, judgeCoverage, RULES } from '../../src/rules';

const queue = { Type: 'AWS::SQS::Queue' };
const model = (template: object) => { const input = { id: 'S', name: 'S', template }; return new TemplateModel([input, ...embeddedIn(input)]); };
const coverage = (template: object) => judgeCoverage(model(template)).map(({ rule, resource, result }) => `${rule.id} ${rule.severity} ${result.verdict} ${resource.logicalId}`);

test('a template that is read whole has no finding', () => expect(coverage({ Resources: { queue } })).toEqual([]));

test.each<[string, object, string[]]>([
  ['a macro', { Transform: 'Shuffle', Resources: { queue } }, ['ZT-COVERAGE-001 high unknown Transform/Shuffle']],
  ['AWS::Include at the top', { Transform: [{ Name: 'AWS::Include' }], Resources: { queue } }, ['ZT-COVERAGE-001 high unknown Transform/AWS::Include']],
  ['AWS::Include among resources', { Resources: { queue, 'Fn::Transform': { Name: 'AWS::Include' } } }, ['ZT-COVERAGE-001 high unknown Fn::Transform']],
  ['AWS::Include in properties', { Resources: { Q: { ...queue, Properties: { 'QueueName': 'x', 'Fn::Transform': { Name: 'AWS::Include' } } } } }, ['ZT-COVERAGE-001 high unknown Q']],
  ['AWS::Include in mappings', { Mappings: { 'Fn::Transform': { Name: 'AWS::Include' } }, Resources: { queue } }, ['ZT-COVERAGE-001 high unknown Mappings']],
  ['a nested stack by URL', { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://b/x' } } } }, ['ZT-COVERAGE-002 high unknown N']],
  ['a stack set by URL', { Resources: { N: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateURL: 'https://b/x' } } } }, ['ZT-COVERAGE-003 high unknown N']],
  ['a stack set of a text that is filled in', { Resources: { N: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: { 'Fn::Sub': 'Resources: {A: {Type: "${T}"}}' } } } } }, ['ZT-COVERAGE-003 high unknown N']],
  ['a module', { Resources: { M: { Type: 'My::S3::Bucket::MODULE' } } }, ['ZT-COVERAGE-004 high unknown M']],
  ['resources without a type', { Resources: { A: {}, B: [], C: { Type: 7 } } }, ['A', 'B', 'C'].map((id) => `ZT-COVERAGE-006 high unknown ${id}`)],
  ['a template of an application of SAM', { Resources: { F: { Type: 'AWS::Serverless::Application' } } }, ['ZT-COVERAGE-002 high unknown F']],
  ['a SAM property that nobody knows', { Resources: { F: { Type: 'AWS::Serverless::LayerVersion', Properties: { Unheard: 1 } } } }, ['ZT-COVERAGE-007 high unknown Transform/AWS::Serverless-2016-10-31']],
  ['types that no rule looks at, once and mildly', { Resources: { A: { Type: 'AWS::Other::Thing' }, B: { Type: 'AWS::Other::Thing' } } }, ['ZT-COVERAGE-008 low unknown Template']],
])('%s is told', (_, template, expected) => expect(coverage(template)).toEqual(expected));

test.each(['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'])('%s is no macro that nobody reads', (Transform) => expect(coverage({ Transform, Resources: { queue } })).toEqual([]));

test('types with nothing to ask are no finding', () => {
  expect(coverage({ Resources: { A: { Type: 'AWS::CDK::Metadata' }, B: { Type: 'AWS::ApiGateway::Deployment' }, C: { Type: 'Custom::X' } } })).toEqual([]);
});

describe('the template of a stack set', () => {
  const urlOf = (AuthType: unknown) => ({ Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: 'x' } });
  const set = (TemplateBody: unknown, more: object = {}) => model({ Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', ...more, Properties: { TemplateBody, Parameters: [{ ParameterKey: 'Auth', ParameterValue: 'NONE' }] } } } });
  const verdict = (of: TemplateModel) => evaluate(of, RULES.filter(({ id }) => id === 'ZT-LAMBDA-008')).map(({ result, resource }) => `${result.verdict} ${resource.name}`);
  const body = { Parameters: { Auth: { Type: 'String' } }, Resources: { U: urlOf({ Ref: 'Auth' }) } };

  test.each([
    ['JSON', JSON.stringify(body)],
    ['YAML', 'Parameters: {Auth: {Type: String}}\nResources:\n  U:\n    Type: AWS::Lambda::Url\n    Properties: {AuthType: !Ref Auth, TargetFunctionArn: x}\n'],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': body }],
    ['Fn::Sub without names', { 'Fn::Sub': JSON.stringify(body) }],
  ])('is judged as %s, with the parameters that it is passed', (_, text) => {
    expect(verdict(set(text))).toEqual(['fail S/Set.TemplateBody/U']);
    expect(judgeCoverage(set(text))).toEqual([]);
  });
});

test.each([
  ['JSON with an escape', '{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"\\u0046n::Transfor\\u006d":{"Name":"M"}}}}}'],
  ['a short form of YAML', 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: !Transform {Name: M}\n'],
  ['YAML with an escape', 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {"\\x46n::\\x54ransform": {Name: M}}\n'],
])('a macro hides from nobody by %s', (_, text) => {
  const input = { id: 'S', name: 'S', text, template: parseYaml(text) };
  expect(judgeCoverage(new TemplateModel([input])).map(({ rule }) => rule.id)).toEqual(['ZT-COVERAGE-001']);
});
