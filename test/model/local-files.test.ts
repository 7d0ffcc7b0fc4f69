import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence } from '../../src/report/evidence';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** What is open at the template, by rule and resource. */
function open(resources: object, more: object = {}): string[] {
  const { items } = collectEvidence(readTemplates(file('app/template.json', { Transform: 'AWS::Serverless-2016-10-31', ...more, Resources: resources })));
  return items.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown').map(({ rule, logicalId }) => `${rule.id} ${logicalId}`);
}

const UNREAD = /^ZT-COVERAGE-00[1-7] /;
const sigv4 = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
const openApi = (security: object) => ({
  openapi: '3.0.1',
  components: { securitySchemes: { sigv4 } },
  paths: { '/orders': { get: { 'responses': {}, 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: 'x' }, ...security } } },
});
const signed = { security: [{ sigv4: [] }] };
const api = (properties: object, type = 'AWS::Serverless::Api') => ({ Api: { Type: type, Properties: { StageName: 'v1', ...properties } } });
const include = (Location: unknown) => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location } } });
const machine = (properties: object, type = 'AWS::Serverless::StateMachine') => ({ Machine: { Type: type, Properties: { Role: 'arn:aws:iam::111122223333:role/r', ...properties } } });

describe('the definition of an API in a file beside its template', () => {
  test.each([
    ['DefinitionUri of a REST API', api({ DefinitionUri: 'open.json' })],
    ['DefinitionUri of an HTTP API', api({ DefinitionUri: './open.json' }, 'AWS::Serverless::HttpApi')],
    ['DefinitionBody by AWS::Include', api({ DefinitionBody: include('open.json') })],
    ['Body by AWS::Include', api({ Body: include('open.json') }, 'AWS::ApiGateway::RestApi')],
    ['BodyS3Location', api({ BodyS3Location: './open.json' }, 'AWS::ApiGateway::RestApi')],
  ])('is judged: %s', (_, resources) => {
    file('app/open.json', openApi({}));
    expect(open(resources)).toContain('ZT-APIGATEWAY-021 Api');
    expect(open(resources).filter((each) => UNREAD.test(each))).toEqual([]);
    file('app/open.json', openApi(signed));
    expect(open(resources)).not.toContain('ZT-APIGATEWAY-021 Api');
  });

  test('is YAML as well', () => {
    file('app/open.yaml', 'openapi: 3.0.1\npaths:\n  /orders:\n    get: {responses: {}}\n');
    expect(open(api({ DefinitionUri: 'open.yaml' }))).toContain('ZT-APIGATEWAY-021 Api');
  });

  test('takes what stands beside the include', () => {
    file('app/paths.json', openApi({}).paths);
    expect(open(api({ DefinitionBody: { openapi: '3.0.1', paths: { ...include('paths.json'), '/open': { get: { responses: {}, ...signed } } } } }))).toContain('ZT-APIGATEWAY-021 Api');
  });

  const isUnread = (resources: object, more = {}) => expect(open(resources, more).filter((each) => UNREAD.test(each))).not.toEqual([]);

  test('is not read when it is missing, outside of the folder, a link out of it, no JSON, elsewhere by URL or by parameter', () => {
    file('outside.json', openApi(signed));
    file('app/text.json', '{"openapi":');
    symlinkSync(join(directory, 'outside.json'), join(directory, 'app', 'link.json'));
    for (const location of ['missing.json', '../outside.json', join(directory, 'outside.json'), 'link.json', 'text.json', '.', 's3://bucket/open.json', 'https://example.com/open.json', { Ref: 'Where' }]) {
      isUnread(api({ DefinitionBody: include(location) }));
      isUnread(api({ DefinitionUri: location }));
    }
  });

  test('is not read when it changes again at deployment', () => {
    file('app/open.json', { ...openApi(signed), ...include('s3://bucket/more.yaml') });
    isUnread(api({ DefinitionUri: 'open.json' }));
    isUnread(api({ DefinitionBody: include('open.json') }));
  });

  test('is not read beside what SAM takes with a body only', () => {
    file('app/open.json', openApi({}));
    isUnread(api({ DefinitionUri: 'open.json', Auth: { DefaultAuthorizer: 'AWS_IAM' } }));
    isUnread(api({ DefinitionUri: 'open.json' }), { Globals: { Api: { Auth: { DefaultAuthorizer: 'AWS_IAM' } } } });
  });

  test('is not read beyond 8 MB', () => {
    file('app/open.json', `${' '.repeat(8 * 1024 * 1024)}${JSON.stringify(openApi(signed))}`);
    isUnread(api({ DefinitionUri: 'open.json' }));
  });
});

describe('the definition of a state machine in a file beside its template', () => {
  const text = { StartAt: 'Call', States: { Call: { Type: 'Task', End: true, Resource: 'arn:aws:states:::http:invoke', Parameters: { Headers: { Authorization: 'Bearer AKIAIOSFODNN7EXAMPLE' } } } } };

  test.each([
    ['DefinitionUri', machine({ DefinitionUri: 'machine.asl.json' })],
    ['DefinitionS3Location', machine({ DefinitionS3Location: 'machine.asl.json' }, 'AWS::StepFunctions::StateMachine')],
    ['Definition by AWS::Include', machine({ Definition: include('machine.asl.json') })],
  ])('is judged: %s', (_, resources) => {
    file('app/machine.asl.json', text);
    const [template] = readTemplates(file('app/template.json', { Resources: resources }));
    expect(JSON.stringify(template.template)).toContain('http:invoke');
    expect(open(resources).filter((each) => UNREAD.test(each))).toEqual([]);
  });

  test('is unread when it is missing', () => {
    expect(open(machine({ DefinitionUri: 'machine.asl.json' })).filter((each) => UNREAD.test(each))).not.toEqual([]);
  });
});

describe('the schema of a GraphQL API in a file beside its template', () => {
  const graphQl = (SchemaUri: unknown) => ({ Graph: { Type: 'AWS::Serverless::GraphQLApi', Properties: { Auth: { Type: 'AWS_IAM' }, SchemaUri } } });
  const schema = (resources: object) => Object.values((readTemplates(file('app/template.json', { Resources: resources }))[0].template as any).Resources)[0] as any;

  test('is read as a text, and not as JSON', () => {
    file('app/schema.graphql', 'type Query { order: Order @aws_iam }');
    expect(schema(graphQl('./schema.graphql')).Properties).toEqual({ Auth: { Type: 'AWS_IAM' }, SchemaInline: 'type Query { order: Order @aws_iam }' });
    expect(schema({ Schema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { ApiId: 'a', DefinitionS3Location: 'schema.graphql' } } }).Properties.Definition).toContain('@aws_iam');
    expect(open(graphQl('./schema.graphql')).filter((each) => UNREAD.test(each))).toEqual([]);
  });

  test('is looked into for credentials', () => {
    file('app/schema.graphql', 'type Query { "AKIAIOSFODNN7EXAMPLQ" a: String }');
    expect(open(graphQl('schema.graphql')).filter((each) => each.startsWith('ZT-SECRETS-009'))).not.toEqual([]);
  });

  test.each(['missing.graphql', '../schema.graphql', 's3://bucket/schema.graphql', { Ref: 'Where' }])('is unread by %j', (location) => {
    file('schema.graphql', 'type Query { a: String }');
    expect(open(graphQl(location)).filter((each) => UNREAD.test(each))).toEqual(['ZT-COVERAGE-007 Transform/AWS::Serverless-2016-10-31']);
  });
});

describe('the hash of a template', () => {
  const hash = (resources: object) => readTemplates(file('app/template.json', { Resources: resources }))[0];
  const sum = (text: string) => createHash('sha256').update(text).digest('hex');

  test('is that of the file where it names no other', () => {
    const { sha256, files, text } = hash({ Topic: { Type: 'AWS::SNS::Topic' } });
    expect([sha256, files]).toEqual([sum(text), undefined]);
  });

  test.each([
    ['DefinitionUri', 'open.json', JSON.stringify(openApi(signed)), JSON.stringify(openApi({})), api({ DefinitionUri: 'open.json' })],
    ['AWS::Include', 'parts/open.json', JSON.stringify(openApi(signed)), JSON.stringify(openApi({})), api({ DefinitionBody: include('./parts/open.json') })],
    ['SchemaUri', 'schema.graphql', 'type Query { a: String }', 'type Query { a: Int }', { Graph: { Type: 'AWS::Serverless::GraphQLApi', Properties: { SchemaUri: 'schema.graphql' } } }],
  ])('changes with the file that %s names', (_, name, content, other, resources) => {
    file(`app/${name}`, content);
    const { sha256, files, text } = hash(resources);
    expect(files).toEqual([{ path: name, sha256: sum(content) }]);
    // what `sha256sum template.json FILE | sha256sum` gives
    expect(sha256).toBe(sum(`${sum(text)}  template.json\n${sum(content)}  ${name}\n`));
    file(`app/${name}`, other);
    expect(hash(resources).sha256).not.toBe(sha256);
  });

  test('is that of the file where what it names was not read', () => {
    const { sha256, text } = hash(api({ DefinitionUri: 'missing.json' }));
    expect(sha256).toBe(sum(text));
  });
});

test('an include of resources is judged as the resources of the template', () => {
  file('app/url.yaml', 'Url:\n  Type: AWS::Lambda::Url\n  Properties: {AuthType: NONE, TargetFunctionArn: !GetAtt Fn.Arn}\n');
  expect(open(include('url.yaml'))).toContain('ZT-LAMBDA-008 Url');
  expect(open(include('none.yaml')).filter((each) => UNREAD.test(each))).not.toEqual([]);
});

test('an application by a path is read as a nested stack', () => {
  file('app/inner/template.json', { Resources: { Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'x' } } } });
  const inner = { Inner: { Type: 'AWS::Serverless::Application', Properties: { Location: './inner/template.json' } } };
  expect(open(inner)).toContain('ZT-LAMBDA-008 Url');
  expect(open(inner).filter((each) => UNREAD.test(each))).toEqual([]);
  expect(open({ Inner: { Type: 'AWS::Serverless::Application', Properties: { Location: '../outside.json' } } }).filter((each) => UNREAD.test(each))).not.toEqual([]);
});

test('a file that many places name is read once, and what is shared stays shared', () => {
  file('app/open.json', openApi(signed));
  const resources = Array.from({ length: 20 }, (_, i) => `  A${i}: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionBody: *b}}\n`).join('');
  const path = file('app/template.yaml', `Metadata:\n  B: &b {Fn::Transform: {Name: AWS::Include, Parameters: {Location: open.json}}}\nResources:\n${resources}`);
  const bodies = Object.values((readTemplates(path)[0].template as any).Resources).map((resource: any) => resource.Properties.DefinitionBody);
  expect(new Set(bodies).size).toBe(1);
});
