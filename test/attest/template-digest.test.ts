import * as fc from 'fast-check';
import { sha256, templateDigest } from '../../src/attest/template-digest';

const TEMPLATE = '{"Resources":{"Queue":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":5,"Tags":[1,2.5,null,true,"é"]}}}}';

test.each([
  ['white space', JSON.stringify(JSON.parse(TEMPLATE), undefined, 4)],
  ['the order of keys', '{"Resources":{"Queue":{"Properties":{"Tags":[1,2.5,null,true,"é"],"DelaySeconds":5},"Type":"AWS::SQS::Queue"}}}'],
  ['escapes', TEMPLATE.replace('é', '\\u00e9').replace('Queue":{"Type', '\\u0051ueue":{"Type')],
])('%s makes no difference', (_, text) => expect(templateDigest(text)).toBe(templateDigest(TEMPLATE)));

test.each([
  ['a value', TEMPLATE.replace(':5', ':6')], ['a type', TEMPLATE.replace(':5', ':"5"')], ['a key', TEMPLATE.replace('Delay', 'delay')],
  ['the order of a list', TEMPLATE.replace('1,2.5', '2.5,1')], ['null instead of nothing', TEMPLATE.replace(',"Tags"', ',"Other":null,"Tags"')],
  ['one more resource', TEMPLATE.replace('{"Queue"', '{"More":{},"Queue"')], ['a key called __proto__', TEMPLATE.replace('{"Queue"', '{"__proto__":{},"Queue"')],
])('%s makes another one', (_, text) => expect(templateDigest(text)).not.toBe(templateDigest(TEMPLATE)));

test('the canonical form has sorted keys and no white space', () => {
  expect(templateDigest('{ "b": [1, {"d": 1, "c": 2}], "a": "x" }')).toBe(sha256('{"a":"x","b":[1,{"c":2,"d":1}]}'));
});

test('what is no JSON is taken by its bytes: readers of YAML differ', () => {
  const yaml = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n';
  expect(templateDigest(yaml)).toBe(sha256(yaml));
  expect(templateDigest(`${yaml} `)).not.toBe(templateDigest(yaml));
});

test.each([
  ['a key twice', '{"Resources":{"A":{"Type":"x","Type":"y"}}}', 'RepeatedKey'],
  ['a key twice, once with an escape', '{"Resources":{"A":{"Type":"x","Typ\\u0065":"y"}}}', 'RepeatedKey'],
  ['a number that rounds', '{"Resources":{"A":9007199254740993}}', 'UnsafeNumber'],
  ['a number without end', '{"Resources":{"A":1e400}}', 'UnsafeNumber'],
  ['a number that CloudFormation takes for another text', '{"Conditions":{"A":{"Fn::Equals":[1.0,"1"]}}}', 'UnsafeNumber'],
  ['a number with an exponent', '{"Resources":{"A":1e2}}', 'UnsafeNumber'],
  ['zero with a sign', '{"Resources":{"A":-0}}', 'UnsafeNumber'],
  ['a number with more digits than it has', '{"Resources":{"A":0.10000000000000000555}}', 'UnsafeNumber'],
  ['levels without end', `${'['.repeat(2000)}${']'.repeat(2000)}`, 'TooDeep'],
])('%s is refused, as readers differ on it', (_, text, id) => expect(() => templateDigest(text, 'Orders')).toThrow(new RegExp(`^\\[Orders\\] ${id}: `)));

test('strings that look like keys or numbers are none', () => {
  expect(() => templateDigest('{"1.0":"1e2","a":["-0", 1, -2.5, 0.1, 1e-7]}')).not.toThrow();
  expect(() => templateDigest('{"a":"\\"b\\":","c":["\\"d\\" :"]}')).not.toThrow();
});

const OBJECT = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] });

test('any JSON has the digest of itself written anew, and another one has another', () => {
  fc.assert(fc.property(OBJECT, OBJECT, (one, other) => {
    const [text, again] = [JSON.stringify(one), JSON.stringify(JSON.parse(JSON.stringify(one)), undefined, 2)];
    expect(templateDigest(again)).toBe(templateDigest(text));
    const same = JSON.stringify(sorted(JSON.parse(text))) === JSON.stringify(sorted(JSON.parse(JSON.stringify(other))));
    expect(templateDigest(JSON.stringify(other)) === templateDigest(text)).toBe(same);
  }), { numRuns: 300 });
});

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
