import * as fc from 'fast-check';
import { samTemplates } from './generator';
import { TemplateModel } from '../../../src/model';
import { translateSam } from '../../../src/model/sam';
import { evaluate, RULES } from '../../../src/rules';

/** Anything that JSON may hold, with names of SAM, of CloudFormation and of JavaScript among its keys and values. */
const NAMES = [
  '__proto__', 'constructor', 'toString', 'Ref', 'Fn::If', 'Fn::Sub', 'Fn::GetAtt', 'Type', 'Properties', 'AWS::NoValue', 'Fn', 'Api', 'Path', 'Method', 'Statement', 'SQS',
  'Authorizers', 'DefaultAuthorizer', 'NONE', 'get', 'any', '$default', '${', '',
];
const anything = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constantFrom<unknown>(null, true, 0, -1, 'x', [], {}), fc.constantFrom(...NAMES), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4 }),
})).value;

/** All places below a template: where something else may stand. */
function placesOf(json: any, path: (string | number)[] = []): (string | number)[][] {
  if (typeof json !== 'object' || json === null) return [path];
  return [path, ...Object.keys(json).flatMap((key) => placesOf(json[key], [...path, key]))];
}

function replaced(json: any, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(json) ? [...json] : { ...json };
  copy[key] = replaced(json[key], rest, by);
  return copy;
}

test('wrong types anywhere in a template never throw, and never change it', () => {
  const templates = samTemplates().map(({ template }) => ({ template, places: placesOf(template) }));
  fc.assert(fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 3 }), (which, changes) => {
    let { template, places } = templates[which % templates.length];
    for (const [where, by] of changes) {
      const path = places[where % places.length];
      template = path.length > 0 ? replaced(template, path, by) as object : template;
      places = placesOf(template);
    }
    const before = JSON.stringify(template);
    translateSam(template as any);
    expect(JSON.stringify(template)).toBe(before);
  }), { numRuns: 5_000 });
});

test('rules take what becomes of broken templates', () => {
  const templates = samTemplates();
  fc.assert(fc.property(fc.nat(), fc.nat(), anything, (which, where, by) => {
    const { template } = templates[which % templates.length];
    const places = placesOf(template).slice(1);
    const broken = replaced(template, places[where % places.length], by);
    evaluate(new TemplateModel([{ id: 'Stack', name: 'Stack', template: broken }]), RULES);
  }), { numRuns: 100 });
});

test.each([1, '', null, [], {}, { Resources: [] }, { Resources: { A: null, B: [], C: { Type: 7 }, __proto__: { Type: 'AWS::Serverless::Function' } } }])('%j is no template', (template) => {
  expect(() => new TemplateModel([{ id: 'Stack', name: 'Stack', template }])).not.toThrow();
});

test('keys that mean something to JavaScript are keys like any other', () => {
  const resources = JSON.parse(`{ "Fn": { "Type": "AWS::Serverless::Function", "Properties": { "InlineCode": "x", "DeadLetterQueue": { "Type": "constructor", "TargetArn": "a" },
    "Policies": [{ "constructor": {} }], "Events": { "__proto__": { "Type": "Api", "Properties": { "Path": "__proto__", "Method": "get" } } } } } }`);
  const { template: { Resources } } = translateSam({ Resources: resources }) as any;
  expect(Object.keys(Resources.ServerlessRestApi.Properties.Body.paths)).toEqual(['__proto__']);
  expect(Resources.FnRole.Properties.Policies).toBeUndefined();
  expect(({} as any).get).toBeUndefined();
});

test.each([
  ['deep properties', () => { let deep: unknown = 'x'; for (let i = 0; i < 20_000; i++) deep = { a: deep }; return { Fn: { Type: 'AWS::Serverless::Function', Properties: { Environment: deep, Policies: deep, AutoPublishAlias: 'a' } } }; }],
  ['a deep definition', () => { let deep: unknown = 'x'; for (let i = 0; i < 20_000; i++) deep = [deep]; return { M: { Type: 'AWS::Serverless::StateMachine', Properties: { Definition: { deep } } } }; }],
])('%s are taken', (_, resources) => {
  expect(() => translateSam({ Resources: resources() } as any)).not.toThrow();
});

test('methods that HTTP does not know make no path grow', () => {
  const events = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`E${i}`, {
    Type: 'Api', Properties: { Path: '/a', Method: `m${i}`, Auth: { ResourcePolicy: { IpRangeBlacklist: ['1.2.3.4'] } } },
  }]));
  const { template, notJudged } = translateSam({ Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: { InlineCode: 'x', Events: events } } } });
  expect(JSON.stringify(template).length).toBeLessThan(10_000);
  expect(notJudged).toEqual([expect.stringMatching(/^SAM does not define Fn\.Events\.E0, .* and 1990 more/)]);
});

test('time grows with the template, not faster', () => {
  const template = (count: number) => ({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Events: Object.fromEntries(Array.from({ length: count }, (_, i) => [
            `E${i}`, i % 2 ? { Type: 'S3', Properties: { Bucket: { Ref: 'Bucket' }, Events: 'e' } } : { Type: 'Api', Properties: { Path: `/p${i}`, Method: 'get' } },
          ])),
        },
      },
    },
    Globals: { Api: { Cors: "'*'", Auth: { DefaultAuthorizer: 'AWS_IAM', ResourcePolicy: { IpRangeWhitelist: ['10.0.0.0/8'] } } } },
  });
  const timeOf = (count: number) => { const start = performance.now(); translateSam(template(count)); return performance.now() - start; };
  timeOf(1_000);
  expect(timeOf(20_000) / timeOf(5_000)).toBeLessThan(12); // 4 if linear, 16 if quadratic
});
