/**
 * What inputs of 10 kB cost at most: shapes that grow under a parser or a rule, each filled up to 10 kB, read from a file and judged by all rules. CPU
 * of each, start and compilation of the process left out by a run before. Exits with 1 when one is over the bound.
 * Run: npx tsx --tsconfig examples/tsconfig.json bench/hostile.ts [shape]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { cpuClock } from './paired';
import { TemplateModel } from '../src/model';
import { readAll } from '../src/model/read-templates';
import { evaluate, judgeCoverage, RULES } from '../src/rules';

const BYTES = 10_000;
const BOUND_MS = 1000;

type Json = Record<string, unknown>;
/** A template of about `n` parts, or the text of one. */
type Shape = (n: number) => Json | string;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const each = (n: number, make: (i: number) => Json): Json => Object.assign({}, ...times(n, make));
/** One thing in another, `n` times. */
const nested = (n: number, inner: unknown, wrap: (inside: unknown, i: number) => unknown): unknown => times(n, (i) => i).reduce<unknown>(wrap, inner);
const queue = (properties: Json) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const policy = (statements: unknown[], type = 'AWS::IAM::ManagedPolicy') => ({ Type: type, Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statements } } });
const equals = (i: number) => ({ 'Fn::Equals': [{ Ref: `P${i % 9}` }, `${i}`] });
const parameters = each(9, (i) => ({ [`P${i}`]: { Type: 'String' } }));
const wildcards = (n: number) => 'a*'.repeat(n);

const SHAPES: Record<string, Shape> = {
  'Fn::Sub in Fn::Sub': (n) => ({ Resources: { Q: queue({ QueueName: nested(n, 'x', (inside) => ({ 'Fn::Sub': ['${A}${A}', { A: inside }] })) }) } }),
  'Fn::Sub with the same name again and again': (n) => ({ Resources: { Q: queue({ QueueName: { 'Fn::Sub': ['${A}'.repeat(n), { A: 'x'.repeat(n) }] } }) } }),
  'Fn::Join in Fn::Join': (n) => ({ Resources: { Q: queue({ QueueName: nested(n, 'x', (inside) => ({ 'Fn::Join': ['', [inside, inside === 'x' ? 'y' : 'z']] })) }) } }),
  'Fn::Join of many': (n) => ({ Resources: { Q: queue({ QueueName: { 'Fn::Join': ['x'.repeat(n), times(n, (i) => ({ Ref: `P${i % 9}` }))] } }) }, Parameters: parameters }),
  'Fn::Select of Fn::Split': (n) => ({ Resources: { Q: queue({ QueueName: nested(n, 'a,b', (inside) => ({ 'Fn::Select': [0, { 'Fn::Split': [',', inside] }] })) }) } }),
  'Fn::If in Fn::If': (n) => ({
    Parameters: parameters,
    Conditions: each(n, (i) => ({ [`C${i}`]: equals(i) })),
    Resources: { Q: queue({ KmsMasterKeyId: nested(n, 'x', (inside, i) => ({ 'Fn::If': [`C${i}`, inside, `k${i}`] })) }) },
  }),
  'Fn::If beside Fn::If': (n) => ({
    Parameters: parameters,
    Conditions: each(n, (i) => ({ [`C${i}`]: equals(i) })),
    Resources: { Q: policy(times(n, (i) => ({ 'Fn::If': [`C${i}`, { Effect: 'Allow', Action: '*', Resource: '*' }, { Ref: 'AWS::NoValue' }] }))) },
  }),
  'chain of conditions': (n) => ({
    Parameters: parameters,
    Conditions: { C0: equals(0), ...each(n, (i) => ({ [`C${i + 1}`]: { 'Fn::Not': [{ Condition: `C${i}` }] } })) },
    Resources: { Q: { ...queue({}), Condition: `C${n}` } },
  }),
  'wide graph of conditions': (n) => ({
    Parameters: parameters,
    Conditions: { C0: equals(0), C1: equals(1), ...each(n, (i) => ({ [`C${i + 2}`]: { 'Fn::Or': [{ Condition: `C${i}` }, { Condition: `C${i + 1}` }, equals(i)] } })) },
    Resources: each(9, (i) => ({ [`Q${i}`]: { ...queue({}), Condition: `C${Math.max(0, n - i)}` } })),
  }),
  'conditions that go round': (n) => ({
    Conditions: each(n, (i) => ({ [`C${i}`]: { 'Fn::And': [{ Condition: `C${(i + 1) % n}` }, { Condition: `C${(i * 7) % n}` }] } })),
    Resources: each(9, (i) => ({ [`Q${i}`]: { ...queue({}), Condition: `C${i % n}` } })),
  }),
  'huge AllowedValues': (n) => ({
    Parameters: { P: { Type: 'String', AllowedValues: times(n, (i) => `v${i}`) } },
    Resources: { Q: queue({ KmsMasterKeyId: { Ref: 'P' }, MessageRetentionPeriod: { Ref: 'P' } }) },
  }),
  'many parameters of two values': (n) => ({
    Parameters: each(n, (i) => ({ [`V${i}`]: { Type: 'String', AllowedValues: ['a', 'b'] } })),
    Resources: { Q: policy(times(n, (i) => ({ Effect: 'Allow', Action: 's3:*', Resource: { Ref: `V${i}` } }))) },
  }),
  'mapping by an unknown key': (n) => ({
    Parameters: parameters,
    Mappings: { M: each(8, (i) => ({ [`k${i}`]: each(8, (j) => ({ [`l${j}`]: '*' })) })) },
    Resources: { Q: policy(times(n, (i) => ({ Effect: 'Allow', Action: 's3:*', Resource: { 'Fn::FindInMap': ['M', { Ref: `P${i % 9}` }, { Ref: `P${(i + 1) % 9}` }] } }))) },
  }),
  'Fn::ForEach in Fn::ForEach': (n) => {
    const list = times(Math.max(1, Math.floor(n / 6)), (i) => `a${i}`);
    return {
      Transform: 'AWS::LanguageExtensions',
      Resources: {
        'Fn::ForEach::A': ['A', list, { 'Fn::ForEach::B': ['B', list, { 'Fn::ForEach::C': ['C', list, { 'Q${A}${B}${C}': queue({ QueueName: { 'Fn::Sub': '${A}${B}${C}' } }) }] }] }],
      },
    };
  },
  'Fn::ForEach of a large list': (n) => ({ Transform: 'AWS::LanguageExtensions', Resources: { 'Fn::ForEach::A': ['A', times(n, (i) => `a${i}`), { 'Q${A}': queue({}), 'T${A}': { Type: 'AWS::SNS::Topic' } }] } }),
  'Fn::ToJsonString in Fn::ToJsonString': (n) => ({
    Transform: 'AWS::LanguageExtensions', Resources: { Q: queue({ QueueName: nested(Math.min(n, 60), '"', (inside) => ({ 'Fn::ToJsonString': inside })) }) },
  }),
  'text of JSON in JSON': (n) => ({ Resources: { Q: queue({ RedrivePolicy: nested(Math.min(n, 11), { Statement: [] }, (inside) => JSON.stringify({ Statement: inside })) }) } }),
  'wildcards in actions': (n) => ({ Resources: { P: policy([{ Effect: 'Allow', Action: times(9, () => `s3:${wildcards(n)}`), Resource: '*' }]) } }),
  'wildcards in resources': (n) => ({
    Resources: { P: policy(times(9, (i) => ({ Effect: i % 2 ? 'Allow' : 'Deny', Action: 'iam:*', Resource: `arn:aws:iam::111111111111:role/${wildcards(n)}b` }))), R: policy([{ Effect: 'Allow', Action: '*', Resource: `arn:aws:iam::111111111111:role/${'a'.repeat(n)}` }]) },
  }),
  'many statements': (n) => ({ Resources: { P: policy(times(n, (i) => ({ Effect: i % 3 ? 'Allow' : 'Deny', Action: ['*', `s${i}:*`], Resource: '*' }))) } }),
  'many statements of a role that many have': (n) => ({
    Resources: {
      R: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: times(n, (i) => ({ Effect: 'Allow', Action: 'iam:*', Resource: `r${i}` })) } }] } },
      ...each(n, (i) => ({ [`F${i}`]: { Type: 'AWS::Lambda::Function', Properties: { Role: { Ref: 'R' } } } })),
    },
  }),
  'many roles that assume each other': (n) => ({
    Resources: each(n, (i) => ({ [`R${i}`]: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: ['sts:*', 'iam:*'], Resource: times(3, (j) => ({ 'Fn::GetAtt': `R${(i + j) % n}.Arn` })) } } }] } } })),
  }),
  'everything refers to everything': (n) => {
    const m = Math.max(2, Math.floor(Math.sqrt(n)));
    return { Resources: each(m, (i) => ({ [`Q${i}`]: queue({ A: times(m, (j) => ({ Ref: `Q${j}` })), DependsOn: `Q${(i + 1) % m}` }) })) };
  },
  'key policies': (n) => ({
    Resources: { K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: times(n, (i) => ({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', Condition: { StringLike: { [`aws:k${i}`]: '*' } } })) } } } },
  }),
  'addresses in a condition': (n) => ({
    Resources: { B: policy([{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': times(n, (i) => `10.${i % 250}.${Math.floor(i / 250)}.0/24`) } } }], 'AWS::S3::BucketPolicy') },
  }),
  'events of a SAM function': (n) => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { F: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a', Runtime: 'nodejs22.x', Events: each(n, (i) => ({ [`E${i}`]: { Type: i % 2 ? 'Api' : 'HttpApi', Properties: { Path: `/${i}`, Method: 'any' } } })) } } },
  }),
  'policies of a SAM function': (n) => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { F: { Type: 'AWS::Serverless::Function', Properties: { Policies: times(n, (i) => ({ DynamoDBCrudPolicy: { TableName: `t${i}` } })) } } },
  }),
  'SAM functions with Globals': (n) => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Environment: { Variables: each(n, (i) => ({ [`V${i}`]: 'x' })) }, Layers: times(n, (i) => `l${i}`) } },
    Resources: each(n, (i) => ({ [`F${i}`]: { Type: 'AWS::Serverless::Function', Properties: { Events: { A: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } } } })),
  }),
  'security groups that name each other': (n) => ({
    Resources: each(n, (i) => ({ [`G${i}`]: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ IpProtocol: -1, SourceSecurityGroupId: { Ref: `G${(i + 1) % n}` } }] } } })),
  }),
  'events rule patterns': (n) => ({ Resources: { R: { Type: 'AWS::Events::Rule', Properties: { EventPattern: nested(Math.min(n, 200), ['x'], (inside) => ({ detail: inside })) } } } }),
  'state machine of text': (n) => ({ Resources: { S: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: JSON.stringify({ States: each(n, (i) => ({ [`S${i}`]: { Type: 'Task', Next: `S${i + 1}` } })) }) } } } }),
  'Base64 and escapes': (n) => ({ Resources: { Q: queue({ Tags: [{ Key: 'a', Value: `${'\\u0041'.repeat(n)} ${'QUtJQQ'.repeat(n)} ${'://a:'.repeat(n)}` }] }) } }),
  'text that begins like credentials': (n) => ({ Resources: { Q: queue({ A: 'AKIAAAAA-eyJaaaaaaaa.eyJ-SG.aaaa-://a:b:'.repeat(n) }) } }),
  'deep objects': (n) => ({ Resources: { Q: queue({ A: nested(Math.min(n, 480), 'x', (inside) => ({ a: inside })) }) } }),
  'deep lists': (n) => ({ Resources: { Q: queue({ A: nested(Math.min(n, 480), 'x', (inside) => [inside]) }) } }),
  'aliases of YAML': (n) => `Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n${times(Math.min(n, 6), (i) => `      A${i}: &a${i} [${i === 0 ? 'x' : times(5, () => `*a${i - 1}`).join(', ')}]\n`).join('')}`,
  'indentation of YAML': (n) => `Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n${times(Math.min(n, 90), (i) => `${' '.repeat(6 + i)}a:\n`).join('')}`,
  'flow of YAML': (n) => `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {${times(n, (i) => `a${i}: !Sub "\${AWS::Region}"`).join(', ')}}}}`,
  'globs of origin names': (n) => ({
    Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': times(9, () => `repo:${wildcards(n)}`) } } }] } } } },
  }),
};

/** The largest of the shape that fits. */
function filled(shape: Shape): string {
  const text = (n: number) => { const made = shape(n); return typeof made === 'string' ? made : JSON.stringify(made); };
  let [least, most] = [1, 2];
  while (text(most).length <= BYTES && most < BYTES) [least, most] = [most, most * 2];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (text(middle).length <= BYTES) least = middle;
    else most = middle;
  }
  return text(least);
}

function measure(directory: string, text: string, byRule?: [string, number][]): number {
  const path = join(directory, 'template.json');
  writeFileSync(path, text);
  const passed = cpuClock();
  const { templates } = readAll([path]);
  const model = new TemplateModel(templates);
  for (const rule of RULES) {
    const ofRule = cpuClock();
    evaluate(model, [rule]);
    byRule?.push([rule.id, ofRule()]);
  }
  judgeCoverage(model);
  return passed();
}

function run(directory: string): boolean {
  const [only] = process.argv.slice(2);
  measure(directory, filled(SHAPES['many statements']));
  let isWithin = true;
  for (const [name, shape] of Object.entries(SHAPES).filter(([one]) => only === undefined || one.includes(only))) {
    const text = filled(shape);
    const byRule: [string, number][] = [];
    const ms = measure(directory, text, byRule);
    isWithin &&= ms <= BOUND_MS;
    const [id, most] = byRule.sort(([, a], [, b]) => b - a)[0] ?? ['no rule', 0];
    console.log(`${ms > BOUND_MS ? 'OVER ' : ''}${name}, ${text.length} bytes: ${ms.toFixed(0)} ms, most of them for ${id} (${most.toFixed(0)} ms)`);
  }
  console.log(`bound: ${BOUND_MS} ms of CPU each`);
  return isWithin;
}

const directory = mkdtempSync(join(tmpdir(), 'zt-bench-'));
try {
  process.exitCode = run(directory) ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
