import * as fc from 'fast-check';
import { describe as seen, targetOf, TemplateInput, TemplateModel, textOf, Value } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

const input = (id: string, template: unknown, more: Partial<TemplateInput> = {}): TemplateInput => ({ id, name: id, template, ...more });
const holder = (held: unknown) => ({ Holder: { Type: 'Test::Holder', Properties: { Value: held } } });

/** What the property `Value` of the resource `Holder` is, in the first stack that has it. */
function valueIn(...inputs: TemplateInput[]): Value {
  return new TemplateModel(inputs).ofType('Test::Holder')[0].at('Value').value;
}

function value(expression: unknown, template: object = {}): Value {
  const { Resources = {}, ...rest } = template as any;
  return valueIn(input('Stack', { Resources: { ...holder(expression), Bucket: { Type: 'AWS::S3::Bucket' }, ...Resources }, ...rest }));
}

/** Stack, logical id and attribute that a value refers to. */
function target(found: Value): string | undefined {
  const to = targetOf(found);
  return to && `${to.resource.stack.id}/${to.resource.logicalId}.${to.attribute}`;
}

describe('a value of a template', () => {
  test.each([['text', 'text'], [7, 7], [false, false], [['a'], ['a']], [null, undefined], [{ Ref: 'AWS::NoValue' }, undefined]])('%p is known', (expression, expected) => {
    expect(value(expression)).toEqual({ kind: 'known', value: expected });
  });

  test.each([
    [{ Ref: 'Bucket' }, 'Stack/Bucket.Ref'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Stack/Bucket.Arn'],
    [{ 'Fn::GetAtt': 'Bucket.Arn' }, 'Stack/Bucket.Arn'],
    [{ 'Fn::GetAtt': ['Bucket', 'Nested', 'Name'] }, 'Stack/Bucket.Nested.Name'],
    [{ 'Fn::Sub': '${Bucket.Arn}' }, 'Stack/Bucket.Arn'],
    [{ 'Fn::Join': ['', [{ Ref: 'Bucket' }]] }, 'Stack/Bucket.Ref'],
    [{ 'Fn::Select': [1, ['x', { Ref: 'Bucket' }]] }, 'Stack/Bucket.Ref'],
  ])('%j is a reference', (expression, expected) => {
    expect(target(value(expression))).toBe(expected);
  });

  test.each([
    [6, ':', 'Alias', 'Stack/Alias.Ref'],
    [6, ':', 'Version', 'Stack/Version.Ref'],
    [4, ':', 'Alias', undefined],
    [6, '/', 'Alias', undefined],
    [6, ':', 'Bucket', undefined],
  ])('part %i of an ARN, parted by %j, of %s', (index, separator, logicalId, expected) => {
    const found = value({ 'Fn::Select': [index, { 'Fn::Split': [separator, { Ref: logicalId }] }] }, {
      Resources: { Alias: { Type: 'AWS::Lambda::Alias' }, Version: { Type: 'AWS::Lambda::Version' } },
    });
    expect(found.kind).toBe(expected ? 'reference' : 'unknown');
    expect(expected && target(found)).toBe(expected);
  });

  test.each([
    [{ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 's3', { Ref: 'Bucket' }]] }, 'arn:${AWS::Partition}:s3:${Bucket}'],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/${!literal}' }, 'arn:${AWS::Partition}:s3:::${Bucket}/${literal}'],
    [{ 'Fn::Sub': ['${Name}/*', { Name: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }] }, '${Bucket.Arn}/*'],
  ])('%j is a text around a reference', (expression, expected) => {
    const found = value(expression);
    expect(found.kind).toBe('reference');
    expect(seen(found)).toBe(expected);
    expect(targetOf(found)).toBeUndefined();
  });

  test.each([
    [{ 'Fn::Join': ['-', ['a', 'b']] }, 'a-b'],
    [{ 'Fn::Sub': 'plain' }, 'plain'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, '${AWS::StackId}'], // its parts are not known, and no text is "undefined"
    [{ 'Fn::FindInMap': ['Map', 'first', 'second'] }, 'mapped'],
    [{ 'Fn::FindInMap': ['Map', 'first', 'second', { DefaultValue: 'x' }] }, 'mapped'],
    [{ 'Fn::FindInMap': ['Map', 'first', 'absent', { DefaultValue: 'x' }] }, 'x'],
    [{ Ref: 'AWS::StackName' }, 'Stack'],
  ])('%j is known', (expression, expected) => {
    expect(value(expression, { Mappings: { Map: { first: { second: 'mapped' } } } })).toEqual({ kind: 'known', value: expected });
  });

  test.each([
    [{ Ref: 'Parameter' }],
    [{ Ref: 'NothingOfThatName' }],
    [{ 'Fn::ImportValue': 'nobody exports this' }],
    [{ 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Missing' } }],
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    [{ 'Fn::Join': ['', { Ref: 'Parameter' }] }],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'Parameter' }]] }],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'Parameter' }, 'second'] }],
    [{ 'Fn::Transform': {} }],
    [{ 'Fn::GetAtt': 7 }],
    [{ Ref: { Ref: 'Bucket' } }],
  ])('%j is unknown until it is deployed', (expression) => {
    expect(value(expression, { Parameters: { Parameter: { Type: 'String', Default: 'does not count' } } }).kind).toBe('unknown');
  });

  test('the environment of a stack is filled in when it is known', () => {
    const arn = { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:q' };
    const found = valueIn(input('Stack', { Resources: holder(arn) }, { account: '111122223333', region: 'eu-west-1' }));
    expect(textOf(found)).toBe('arn:aws:sqs:eu-west-1:111122223333:q');
  });

  test('what is inside of something unknown is unknown, and not absent', () => {
    const model = new TemplateModel([input('Stack', { Resources: holder({ Ref: 'Parameter' }) })]);
    const inside = model.resources[0].at('Value', 'Deep', 'Deeper');
    expect(inside.value.kind).toBe('unknown');
    expect(inside.isAbsent).toBe(false);
  });
});

describe('references across stacks', () => {
  const producer = (name: string, more: Partial<TemplateInput> = {}) => input(name, {
    Resources: { Key: { Type: 'AWS::KMS::Key' } },
    Outputs: { KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: { 'Fn::Sub': 'shared-key' } } } },
  }, more);
  const consumer = (expression: unknown, more: Partial<TemplateInput> = {}) => input('Consumer', { Resources: holder(expression) }, more);

  test('an import leads to what the other stack exports', () => {
    expect(target(valueIn(consumer({ 'Fn::ImportValue': 'shared-key' }), producer('Producer')))).toBe('Producer/Key.Arn');
    expect(target(valueIn(consumer({ 'Fn::ImportValue': { 'Fn::Join': ['-', ['shared', 'key']] } }), producer('Producer')))).toBe('Producer/Key.Arn');
  });

  test('a weak reference leads to the output of the other stack', () => {
    expect(target(valueIn(consumer({ 'Fn::GetStackOutput': { StackName: 'Producer', OutputName: 'KeyArn' } }), producer('Producer')))).toBe('Producer/Key.Arn');
  });

  test('of two stacks with the same export the one in the same environment counts', () => {
    const stacks = [producer('Far', { region: 'us-east-1' }), producer('Near', { region: 'eu-west-1' }), consumer({ 'Fn::ImportValue': 'shared-key' }, { region: 'eu-west-1' })];
    expect(target(valueIn(...stacks))).toBe('Near/Key.Arn');
  });

  test('a nested stack sees what its parent passes, and its outputs are seen from there', () => {
    const parent = input('Parent', {
      Resources: {
        Key: { Type: 'AWS::KMS::Key' },
        Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { KeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } } } },
        Outer: { Type: 'Test::Outer', Properties: { Value: { 'Fn::GetAtt': ['Nested', 'Outputs.Name'] } } },
      },
    });
    const nested = input('Parent/Nested', {
      Parameters: { KeyArn: { Type: 'String' }, NotPassed: { Type: 'String' } },
      Resources: { ...holder({ Ref: 'KeyArn' }), Bucket: { Type: 'AWS::S3::Bucket' }, Other: { Type: 'Test::Other', Properties: { Value: { Ref: 'NotPassed' } } } },
      Outputs: { Name: { Value: { Ref: 'Bucket' } } },
    }, { nestedIn: { id: 'Parent', logicalId: 'Nested' } });
    const model = new TemplateModel([parent, nested]);
    expect(target(model.ofType('Test::Holder')[0].at('Value').value)).toBe('Parent/Key.Arn');
    expect(target(model.ofType('Test::Outer')[0].at('Value').value)).toBe('Parent/Nested/Bucket.Ref');
    expect(model.ofType('Test::Other')[0].at('Value').value.kind).toBe('unknown');
    expect(model.referrers(model.ofType('AWS::KMS::Key')[0]).map(({ logicalId }) => logicalId)).toEqual(['Nested', 'Holder']);
  });

  test('who refers to a resource is known in all stacks, both branches and texts included', () => {
    const model = new TemplateModel([
      producer('Producer'),
      input('Consumer', {
        Resources: {
          Imports: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': 'shared-key' } } },
          InBranch: { Type: 'T', Properties: { Value: { 'Fn::If': ['C', 'x', [{ 'Fn::ImportValue': 'shared-key' }]] } } },
          InText: { Type: 'T', Properties: { Value: { 'Fn::Sub': ['${A}', { A: { 'Fn::ImportValue': 'shared-key' } }] } } },
          Nothing: { Type: 'T', Properties: { Value: 'shared-key' } },
        },
      }),
    ]);
    expect(model.referrers(model.ofType('AWS::KMS::Key')[0]).map(({ logicalId }) => logicalId)).toEqual(['Imports', 'InBranch', 'InText']);
  });
});

describe('conditions', () => {
  const worlds = (conditions: object, expressions: unknown[], Mappings = {}) => {
    const model = new TemplateModel([input('Stack', { Mappings, Conditions: conditions, Resources: holder(expressions) })]);
    return model.worlds.explore(() => model.resources[0].at('Value').items().map((item) => textOf(item.value)).join(''));
  };
  const isProd = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
  const choose = (condition: string) => ({ 'Fn::If': [condition, condition.toUpperCase(), condition.toLowerCase()] });

  test('both branches are looked at', () => {
    expect(worlds({ Aa: isProd }, [choose('Aa')])).toEqual(['AA', 'aa']);
  });

  test('two conditions give four worlds, and the same condition is the same everywhere in one', () => {
    const conditions = { Aa: isProd, Bb: { 'Fn::Equals': [{ Ref: 'Region' }, 'eu'] } };
    expect(worlds(conditions, [choose('Aa'), choose('Bb'), choose('Aa')])).toEqual(['AABBAA', 'AAbbAA', 'aaBBaa', 'aabbaa']);
  });

  test('a condition made of another one follows it', () => {
    const conditions = { Aa: isProd, Bb: { 'Fn::Not': [{ Condition: 'Aa' }] }, Cc: { 'Fn::And': [{ Condition: 'Aa' }, { Condition: 'Bb' }] }, Dd: { 'Fn::Or': [{ Condition: 'Aa' }, { Condition: 'Bb' }] } };
    expect(worlds(conditions, [choose('Aa'), choose('Bb'), choose('Cc'), choose('Dd')])).toEqual(['AAbbccDD', 'aaBBccDD']);
  });

  test('a mapping by a key that is not known has each of its entries, the same one everywhere for a key', () => {
    const Mappings = { Stages: { dev: { Days: '1', Size: 'S' }, test: { Days: '2', Size: 'M' }, prod: { Days: '3', Size: 'L' } } };
    const find = (name: string, parameter = 'Stage') => ({ 'Fn::FindInMap': ['Stages', { Ref: parameter }, name] });
    expect(worlds({}, [find('Days'), find('Size')], Mappings)).toEqual(['1S', '2M', '3L']);
    expect(worlds({}, [find('Days'), find('Size', 'Other')], Mappings)).toHaveLength(9);
    expect(worlds({}, [find('Missing')], Mappings)).toEqual(['', '', '']);
    const large = (days: (i: number) => string) => Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`r${i}`, { Days: days(i) }]));
    expect(worlds({}, [find('Days')], { Stages: large(String) })).toEqual(['']);
    expect(worlds({}, [find('Days')], { Stages: large(() => '1') })).toEqual(['1']);
  });

  test('a comparison of texts is decided', () => {
    expect(worlds({ Aa: { 'Fn::Equals': ['x', 'y'] }, Bb: { 'Fn::Equals': ['x', 'x'] } }, [choose('Aa'), choose('Bb')])).toEqual(['aaBB']);
  });

  test('an element that a condition takes away is not there', () => {
    expect(worlds({ Aa: isProd }, ['1', { 'Fn::If': ['Aa', '2', { Ref: 'AWS::NoValue' }] }])).toEqual(['12', '1']);
  });

  test('too many of them are unknown', () => {
    const names = Array.from({ length: 7 }, (_, i) => `C${i}`);
    expect(worlds(Object.fromEntries(names.map((name, i) => [name, { 'Fn::Equals': [{ Ref: `P${i}` }, 'x'] }])), names.map(choose))).toBeUndefined();
  });

  test('a resource exists where its condition holds, and where its nested stack does', () => {
    const model = new TemplateModel([
      input('Parent', { Conditions: { Aa: isProd }, Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Condition: 'Aa' } } }),
      input('Child', { Resources: holder('x') }, { nestedIn: { id: 'Parent', logicalId: 'Nested' } }),
    ]);
    expect(model.worlds.explore(() => model.ofType('Test::Holder')[0].exists())).toEqual([true, false]);
  });
});

describe('odd input', () => {
  const survives = (...inputs: TemplateInput[]) => evaluate(new TemplateModel(inputs), RULES);

  test.each([
    ['nothing', undefined], ['null', null], ['a text', 'x'], ['a list', []], ['a number', 7],
    ['resources that are a list', { Resources: [1] }],
    ['a resource that is null', { Resources: { A: null } }],
    ['a type that is an object', { Resources: { A: { Type: {} } } }],
    ['properties that are a text', { Resources: { A: { Type: 'AWS::SQS::Queue', Properties: 'x' } } }],
    ['a condition that is an object', { Resources: { A: { Type: 'AWS::SQS::Queue', Condition: {} } } }],
    ['conditions in a circle', { Conditions: { A: { Condition: 'A' }, B: { 'Fn::Not': [{ Condition: 'B' }] } }, Resources: { A: { Type: 'AWS::SQS::Queue', Condition: 'B' } } }],
    ['exports in a circle', { Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::ImportValue': 'x' } } } }, Outputs: { X: { Value: { 'Fn::ImportValue': 'x' }, Export: { Name: 'x' } } } }],
    ['an Fn::If in a circle with an export', { Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::If': ['C', { 'Fn::ImportValue': 'x' }] } } } }, Outputs: { X: { Value: { 'Fn::If': ['C', { 'Fn::ImportValue': 'x' }, 1] }, Export: { Name: 'x' } } } }],
  ])('%s is taken', (_, template) => {
    expect(() => survives(input('Stack', template))).not.toThrow();
  });

  test.each([
    [['Bucket', {}, {}]], [['Bucket', 'Outputs', { toString: 1 }]], [['Bucket', Object.create(null), 'a']],
  ])('an attribute that is not made of texts is unknown: %j', (argument) => {
    expect(value({ 'Fn::GetAtt': argument }).kind).toBe('unknown');
  });

  test('keys that JavaScript knows mean nothing', () => {
    const template = JSON.parse('{"Resources":{"__proto__":{"Type":"AWS::SQS::Queue"},"A":{"Type":"AWS::KMS::Key","Properties":{"__proto__":{"EnableKeyRotation":true}}}}}');
    const model = new TemplateModel([input('Stack', template)]);
    expect(model.resources.map(({ logicalId }) => logicalId).sort()).toEqual(['A', '__proto__']);
    expect(model.ofType('AWS::KMS::Key')[0].at('EnableKeyRotation').isAbsent).toBe(true);
    expect(model.ofType('AWS::KMS::Key')[0].at('constructor').isAbsent).toBe(true);
  });

  test('nested stacks in a circle are taken', () => {
    const loop = (id: string, parent: string) => input(id, {
      Parameters: { P: {} },
      Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: { Ref: 'P' } } } }, Q: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'P' } } } },
    }, { nestedIn: { id: parent, logicalId: 'N' } });
    expect(() => survives(loop('A', 'B'), loop('B', 'A'), loop('C', 'C'))).not.toThrow();
  });

  test('an expression that is 20,000 deep is unknown, and the rest of the template is still judged', () => {
    const nest = (open: string, close: string) => JSON.parse(`${open.repeat(20_000)}1${close.repeat(20_000)}`);
    const deep = (json: unknown) => ({
      Resources: {
        A: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: json, RedrivePolicy: json } },
        P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: json } } },
        K: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, Deep: json } },
      },
    });
    for (const json of [nest('[', ']'), nest('{"Fn::Join":["",[', ']]}'), nest('{"Fn::If":["C",', ',1]}'), nest('{"a":', '}'), nest('{"Fn::ImportValue":', '}')]) {
      const verdicts = survives(input('Stack', deep(json)));
      const of = (rule: string) => verdicts.find((verdict) => verdict.rule.id === rule)?.result.verdict;
      expect(of('ZT-KMS-001')).toBe('pass');
      expect(of('ZT-SQS-001')).not.toBe('pass');
    }
  });

  test('a text that repeats a text that repeats a text is read once, not exponentially often', () => {
    let reads = 0;
    const innermost = Object.defineProperty({}, 'Ref', { enumerable: true, get: () => (reads++, 'Bucket') });
    const json = Array.from({ length: 10 }).reduce<unknown>((inner) => ({ 'Fn::Sub': ['${a}${a}${a}${a}', { a: inner }] }), innermost);
    const model = new TemplateModel([input('Stack', { Resources: { ...holder(json), Bucket: { Type: 'AWS::S3::Bucket' } } })]);
    expect(model.ofType('AWS::S3::Bucket')[0].referrers().map(({ logicalId }) => logicalId)).toEqual(['Holder']);
    expect(reads).toBeLessThan(10);
  });

  test('any template gives verdicts and no exception', () => {
    const key = fc.constantFrom('Ref', 'Fn::If', 'Fn::Join', 'Fn::Sub', 'Fn::GetAtt', 'Fn::Select', 'Fn::ImportValue', 'Action', 'Statement', 'PolicyDocument', 'a');
    const leaf = fc.oneof(fc.constantFrom('A', 'B', '*', 'AWS::NoValue', '${A.Arn}', 'Deny'), fc.integer(), fc.boolean(), fc.constant(null));
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('json'), { maxLength: 3 }), fc.dictionary(key, tie('json'), { maxKeys: 3 })),
    }));
    const types = [...new Set(RULES.flatMap((rule) => rule.types))];
    const names = [...new Set([...RULES.map((rule) => rule.check.toString()).join('').matchAll(/at\)?\('(\w+)'/g)].map(([, name]) => name))];
    expect(names.length).toBeGreaterThan(30);
    const resource = fc.record({ Type: fc.constantFrom(...types), Properties: fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 6 }) });
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('A', 'B', 'C'), resource), json, (Resources, Outputs) => {
      for (const { result } of survives(input('Stack', { Resources, Outputs }))) expect(['pass', 'fail', 'unknown']).toContain(result.verdict);
    }), { numRuns: 500 });
  });
});

test('judging grows with the number of resources, not with its square', () => {
  const functions = (count: number) => ({
    Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [
      [`Role${i}`, { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ Ref: `Policy${i}` }] } }],
      [`Policy${i}`, { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [`Queue${i}`, 'Arn'] } }] } } }],
      [`Queue${i}`, { Type: 'AWS::SQS::Queue', Properties: {} }],
      [`Fn${i}`, { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${i}`, 'Arn'] } } }],
    ]).flat()),
  });
  const cpu = (count: number) => {
    const template = functions(count);
    const start = process.cpuUsage();
    evaluate(new TemplateModel([input('Stack', template)]), RULES);
    return process.cpuUsage(start).user;
  };
  cpu(300);
  const [small, large] = [Math.min(cpu(300), cpu(300), cpu(300)), Math.min(cpu(2400), cpu(2400))];
  // 8 times the resources; the square would be 64 times
  expect(large / small).toBeLessThan(24);
});
