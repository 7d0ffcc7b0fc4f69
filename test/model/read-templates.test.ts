import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import { acknowledgeStructural, STRUCTURAL_ACKNOWLEDGEMENT, StructuralCause } from '../../src/core/structural-acknowledgement';
import { targetOf, TemplateModel } from '../../src/model';
import { readTemplates } from '../../src/model/read-templates';
import { evaluate, RULES } from '../../src/rules';

const directory = mkdtempSync(join(tmpdir(), 'zt-read-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Writes a file below the test's own directory. */
function file(name: string, content: unknown): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const yaml = (text: string): any => readTemplates(file('template.yaml', `Resources: {}\n${text}`))[0].template;
const error = (id: string) => expect.objectContaining({ name: 'TemplateError', id });
const queue = { Type: 'AWS::SQS::Queue' };

describe('a cloud assembly', () => {
  const outdir = join(directory, 'cdk.out');

  beforeAll(() => {
    const app = new App({ outdir, analyticsReporting: false });
    const parent = new Stack(app, 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    new Queue(new NestedStack(nested, 'Deep'), 'Queue');
    new Queue(nested, 'Queue', { deadLetterQueue: { queue: new Queue(parent, 'Dead'), maxReceiveCount: 3 } });
    new Queue(new Stack(new Stage(app, 'Prod'), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } }), 'Queue');
    app.synth();
  });

  test('gives the stacks of Stages and nested stacks as well', () => {
    expect(readTemplates(outdir).map(({ id }) => id).sort()).toEqual(['Parent', 'Parent/Nested', 'Parent/Nested/Deep', 'Prod/Stack']);
  });

  test('tells name, account and region of a stack, when they are known', () => {
    const [prod, parent] = ['Prod/Stack', 'Parent'].map((id) => readTemplates(outdir).find((template) => template.id === id));
    expect(prod).toMatchObject({ name: 'Prod-Stack', account: '111111111111', region: 'eu-west-1' });
    expect(parent).toMatchObject({ name: 'Parent', account: undefined, region: undefined });
  });

  test('tells the construct path of everything, nested stacks included, though the templates have none', () => {
    expect(new TemplateModel(readTemplates(outdir)).ofType('AWS::SQS::Queue').map(({ path }) => path).sort()).toEqual([
      'Parent/Dead/Resource', 'Parent/Nested/Deep/Queue/Resource', 'Parent/Nested/Queue/Resource', 'Prod/Stack/Queue/Resource',
    ]);
  });

  test('tells structural acknowledgements with the stack that they are in, and leaves out what is none', () => {
    const acknowledged = join(directory, 'acknowledged.out');
    const app = new App({ outdir: acknowledged, analyticsReporting: false });
    const parent = new Stack(app, 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    const acknowledgement = { cause: StructuralCause.END_OF_CHAIN, findings: ['Pack::Pack-1'], provedBy: 'ZT-SQS-002', reason: 'It ends here.' };
    acknowledgeStructural(new Queue(parent, 'Queue').node.defaultChild!, acknowledgement);
    acknowledgeStructural(new Queue(nested, 'Queue').node.defaultChild!, acknowledgement);
    for (const data of ['no JSON', '{}', 'null', JSON.stringify({ ...acknowledgement, findings: [1] }), { findings: [] }]) {
      parent.node.addMetadata(STRUCTURAL_ACKNOWLEDGEMENT, data);
    }
    app.synth();
    const { findings, provedBy, reason } = acknowledgement;
    expect(readTemplates(acknowledged).map(({ id, acknowledgements }) => [id, acknowledgements])).toEqual([
      ['Parent', [{ path: 'Parent/Queue/Resource', findings, provedBy, reason }]],
      ['Parent/Nested', [{ path: 'Parent/Nested/Queue/Resource', findings, provedBy, reason }]],
    ]);
    expect(readTemplates(file('alone.json', { Resources: {} }))[0].acknowledgements).toEqual([]);
  });

  test('leads references of a nested stack to its parent', () => {
    const model = new TemplateModel(readTemplates(outdir));
    const inner = model.resources.find(({ path }) => path === 'Parent/Nested/Queue/Resource')!;
    expect(targetOf(inner.at('RedrivePolicy', 'deadLetterTargetArn').value)?.resource.path).toBe('Parent/Dead/Resource');
  });

  test('read twice, keeps its stacks apart', () => {
    const ids = readTemplates(outdir, outdir).map(({ id }) => id);
    expect(new Set(ids).size).toBe(8);
  });

  test.each([
    ['a file outside', (artifact: any) => { artifact.properties.templateFile = '../../etc/passwd'; }, 'OutsideAssembly'],
    ['an absolute path', (artifact: any) => { artifact.properties.templateFile = '/etc/passwd'; }, 'OutsideAssembly'],
    ['a file that is not there', (artifact: any) => { artifact.properties.templateFile = 'gone.json'; }, 'Missing'],
    ['no file', (artifact: any) => { delete artifact.properties.templateFile; }, 'NotAnAssembly'],
  ])('whose manifest names %s is refused', (_, change, id) => {
    const copy = join(directory, 'changed');
    cpSync(outdir, copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf-8'));
    change(manifest.artifacts.Parent);
    writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readTemplates(copy)).toThrow(error(id));
  });

  test('that contains itself is read once', () => {
    const copy = join(directory, 'itself');
    cpSync(outdir, copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf-8'));
    manifest.artifacts.Self = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
    writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
    expect(readTemplates(copy)).toHaveLength(4);
  });

  test('says that a nested template is not judged when it is not in the assembly', () => {
    const copy = join(directory, 'without');
    cpSync(outdir, copy, { recursive: true });
    writeFileSync(join(copy, 'Parent.assets.json'), '{"files":{}}');
    const parent = readTemplates(copy).find(({ id }) => id === 'Parent')!;
    expect(parent.notJudged).toEqual([expect.stringMatching(/^The template of nested stack Nested\w+ was not found\.$/)]);
  });
});

describe('YAML', () => {
  test.each([
    ['!Ref Queue', { Ref: 'Queue' }],
    ['!GetAtt Queue.Arn', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Queue, Arn]', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!Sub "${Queue}"', { 'Fn::Sub': '${Queue}' }],
    ['!Sub ["${Name}", {Name: !Ref Queue}]', { 'Fn::Sub': ['${Name}', { Name: { Ref: 'Queue' } }] }],
    ['!Join ["", [a, !Ref Queue]]', { 'Fn::Join': ['', ['a', { Ref: 'Queue' }]] }],
    ['!If [Prod, !Select [0, !GetAZs ""], !Ref "AWS::NoValue"]', { 'Fn::If': ['Prod', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { Ref: 'AWS::NoValue' }] }],
    ['!Not [!Condition Prod]', { 'Fn::Not': [{ Condition: 'Prod' }] }],
    ['!Transform {Name: Macro}', { 'Fn::Transform': { Name: 'Macro' } }],
  ])('short form %s is written out', (text, expected) => {
    expect(yaml(`Value: ${text}`).Value).toEqual(expected);
  });

  test('keeps the date of a policy version a text, and takes yes and no for booleans', () => {
    expect(yaml('Version: 2012-10-17\nFlags: [yes, no, True]')).toMatchObject({ Version: '2012-10-17', Flags: [true, false, true] });
  });

  test('and JSON of one template get the same verdicts', () => {
    const json = file('same.json', { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } }, Key: { Type: 'AWS::KMS::Key' } } });
    const text = file('same.yaml', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      KmsMasterKeyId: !Ref Key\n  Key:\n    Type: AWS::KMS::Key\n');
    const [a, b] = [json, text].map((path) => evaluate(new TemplateModel(readTemplates(path)), RULES)
      .map(({ rule, result: { verdict, value } }) => [rule.id, verdict, value]));
    expect(a.length).toBeGreaterThan(0);
    expect(a).toEqual(b);
  });
});

describe('what deployment makes of a template is said not to be judged', () => {
  const notJudged = (template: object) => readTemplates(file('said.json', template))[0].notJudged;

  test('a plain template has nothing of the kind', () => {
    expect(notJudged({ Resources: { Queue: queue } })).toEqual([]);
  });

  test('resources of SAM of a type that is not translated', () => {
    expect(notJudged({ Transform: 'AWS::Serverless-2016-10-31', Resources: { Fn: { Type: 'AWS::Serverless::WebFunction' }, Queue: queue } }))
      .toEqual(['What SAM makes of AWS::Serverless::WebFunction Fn at deployment is not known here.']);
  });

  test('other macros', () => {
    expect(notJudged({ Transform: ['Shuffle', { Name: 'AWS::Include' }], Resources: {} })).toEqual([expect.stringContaining('What Shuffle, AWS::Include adds')]);
  });

  test('loops, and resources without a type', () => {
    expect(notJudged({ Resources: { 'Fn::ForEach::Queues': [], 'Odd': {} } })).toEqual(['Fn::ForEach::Queues, Odd are no resource with a type.']);
  });
});

test('a nested template next to its parent is read with it', () => {
  file('child.yaml', 'Resources: {Queue: {Type: AWS::SQS::Queue}}');
  const parent = file('parent.yaml', 'Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./child.yaml}}}');
  expect(readTemplates(parent).map(({ id }) => id)).toEqual([parent, `${parent}/Child`]);
});

describe('bad input', () => {
  test.each([
    ['a path without a file', () => join(directory, 'nowhere.json'), 'Missing'],
    ['a directory that is no assembly', () => dirname(file('plain/readme.txt', '')), 'NotAnAssembly'],
    ['an assembly without stacks', () => dirname(file('empty/manifest.json', { artifacts: {} })), 'NotAnAssembly'],
    ['an empty file', () => file('empty.json', ''), 'NotATemplate'],
    ['JSON that ends early', () => file('half.json', '{"Resources": {'), 'Malformed'],
    ['a list', () => file('list.json', []), 'NotATemplate'],
    ['JSON that is no template', () => file('package.json', { name: 'x' }), 'NotATemplate'],
    ['YAML that cannot be read', () => file('bad.yaml', 'Resources: {}\n: : :'), 'Malformed'],
    ['YAML of two documents', () => file('two.yaml', 'Resources: {}\n---\nResources: {}'), 'Malformed'],
    ['an alias of nothing', () => file('alias.yaml', 'Resources: *none'), 'Malformed'],
    ['an alias bomb', () => file('bomb.yaml', bomb()), 'TooLarge'],
    ['an alias of itself', () => file('self.yaml', 'Resources: &r {A: *r, B: *r}'), 'TooDeep'],
    ['deep JSON', () => file('deep.json', `{"Resources":{"A":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`), 'TooDeep'],
    ['deep YAML', () => file('deep.yaml', `Resources: ${'['.repeat(5_000)}${']'.repeat(5_000)}`), 'TooDeep'],
    ['YAML of 9 MB', () => file('large.yaml', `Resources: {}\n${'# a comment\n'.repeat(800_000)}`), 'TooLarge'],
    ['a template that nests itself', () => file('loop.yaml', 'Resources: {Me: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: loop.yaml}}}'), 'TooMany'],
  ])('%s is refused with path, what and the remediation', (_, make, id) => {
    const path = make();
    expect(() => readTemplates(path)).toThrow(error(id));
    expect(() => readTemplates(path)).toThrow(path);
    expect(() => readTemplates(path)).toThrow(/ Remediation: \S/);
  });

  test('a template of 50 MB is read', () => {
    const path = file('huge.json', { Resources: { Queue: queue }, Metadata: { Text: 'x'.repeat(50 * 1024 * 1024) } });
    expect(readTemplates(path)[0].template).toHaveProperty('Resources.Queue', queue);
  });

  test.each(['{"Resources":{"__proto__":{"Type":"AWS::SQS::Queue"},"constructor":{"Type":"AWS::SQS::Queue"}}}', 'Resources: {__proto__: {Type: AWS::SQS::Queue}, constructor: {Type: AWS::SQS::Queue}}'])('keys of JavaScript are names like others: %s', (text) => {
    const model = new TemplateModel(readTemplates(file('proto.yaml', text)));
    expect(model.ofType('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['__proto__', 'constructor']);
    expect(({} as any).Type).toBeUndefined();
  });
});

describe('reading any text gives templates or a typed error', () => {
  const holds = (text: string) => {
    try {
      evaluate(new TemplateModel(readTemplates(file('any.yaml', text))), RULES);
    } catch (thrown) {
      expect(thrown).toEqual(expect.objectContaining({ name: 'TemplateError' }));
    }
  };

  test('characters at random', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 300 }));
  test('JSON at random', () => fc.assert(fc.property(fc.json({ maxDepth: 6 }), holds), { numRuns: 300 }));
  test('pieces of YAML at random', () => {
    const piece = fc.constantFrom('Resources:', '\n', '  ', '- ', 'A: ', '!Ref ', '!GetAtt ', '!Sub ', '!If ', '[', ']', '{', '}', '&a ', '*a', '|', '"', '? ', ': ', '<<: ', '__proto__: ', 'Type: AWS::Lambda::Function', '---', '#');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => holds(`Resources:\n  A: ${pieces.join('')}`)), { numRuns: 500 });
  });
  test('properties at random', () => fc.assert(fc.property(fc.constantFrom(...RULES.flatMap(({ types }) => types)), fc.jsonValue({ maxDepth: 4 }), (Type, Properties) => {
    holds(JSON.stringify({ Resources: { A: { Type, Properties } } }));
  }), { numRuns: 300 }));
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(', ')}]`);
  return `${lines.join('\n')}\nResources: {A: *a8}\n`;
}
