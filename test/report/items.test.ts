import { EvidenceItem, Found, JudgedResource } from '../../src/report/evidence-item';
import { groupBy, PackedItems } from '../../src/report/items';
import { RULES } from '../../src/rules';

const MANY = 5000;
const resource = (i: number) => ({ logicalId: `R${i}`, type: 'AWS::SQS::Queue' }) as JudgedResource;
const found = (i: number): Found => (i % 10 === 0 ? { rule: RULES[0], verdict: 'fail', finding: `f${i}` } : { rule: RULES[1], verdict: 'pass' });

const packed = new PackedItems();
const plain: EvidenceItem[] = [];
for (let i = 0; i < MANY; i++) {
  packed.add(packed.addResource(resource(i)), packed.addFound(found(i)));
  plain.push(new EvidenceItem(resource(i), found(i)));
}
const fails = ({ verdict }: EvidenceItem) => verdict === 'fail';

test('items that are packed are those of an array, in its order, however many there are', () => {
  expect(packed.length).toBe(MANY);
  expect([...packed]).toEqual(plain);
  expect(packed.map(({ logicalId }) => logicalId)).toEqual(plain.map(({ logicalId }) => logicalId));
  expect(packed.filter(fails)).toEqual(plain.filter(fails));
  expect(packed.find(({ finding }) => finding === 'f4990')).toEqual(plain[4990]);
  expect(packed.find(({ finding }) => finding === 'f4991')).toBeUndefined();
});

test('some and every hold of items that are packed as they hold of an array', () => {
  for (const holds of [fails, () => true, () => false]) {
    expect([packed.some(holds), packed.every(holds)]).toEqual([plain.some(holds), plain.every(holds)]);
  }
  const none = new PackedItems();
  expect([[...none], none.length, none.some(() => true), none.every(() => false)]).toEqual([[], 0, false, true]);
});

test('two verdicts may share resource and finding, which are there once', () => {
  const items = new PackedItems();
  const [one, seen] = [items.addResource(resource(1)), items.addFound(found(0))];
  items.add(one, seen);
  items.add(one, seen);
  const [a, b] = items;
  expect(a.resource).toBe(b.resource);
  expect(a.found).toBe(b.found);
});

test('items are grouped alike, packed or in an array, and those without a key are in no group', () => {
  const keyOf = ({ verdict, finding }: EvidenceItem) => (verdict === 'pass' ? undefined : finding!.length);
  const [ofPacked, ofPlain] = [packed, plain].map((items) => [...groupBy(items, keyOf)].map(([key, group]) => [key, [...group]]));
  expect(ofPacked).toEqual(ofPlain);
  expect(ofPacked.map(([key]) => key)).toEqual([2, 3, 4, 5]);
});
