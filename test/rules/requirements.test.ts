import { GAPS_OF_CDK_NAG } from './requirements/gaps';
import { ROWS_1_TO_24 } from './requirements/rows-1-24';
import { ROWS_26_TO_44 } from './requirements/rows-26-44';
import { RULES } from '../../src/rules';

const ROWS = [...ROWS_1_TO_24, ...ROWS_26_TO_44];
const STATEMENTS = ROWS.flatMap(({ row, mustBeSeen }) => mustBeSeen.map((statement) => ({ row, ...statement })));
const IDS = RULES.map(({ id }) => id);

test('rows 1 to 24 are all here, in their order', () => {
  expect(ROWS_1_TO_24.map(({ row }) => row)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
});

test.each(ROWS)('row $row, $practice: says what must be seen', ({ mustBeSeen }) => {
  expect(mustBeSeen.length).toBeGreaterThan(0);
});

test.each(STATEMENTS)('row $row: a rule fails when it does not hold that $says', ({ rules, because }) => {
  expect(rules.filter((id) => !IDS.includes(id))).toEqual([]);
  expect([...new Set(rules)]).toEqual(rules);
  // without a rule there is a reason
  expect(rules.length > 0 || (because ?? '').length > 20).toBe(true);
});

test.each(GAPS_OF_CDK_NAG)('beyond cdk-nag: a rule fails when it does not hold that $says', ({ rules }) => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((id) => !IDS.includes(id))).toEqual([]);
});
