import { CASES } from './cases';
import { Examples } from './requirements/examples';
import { GAPS_OF_CDK_NAG } from './requirements/gaps';
import { ROWS_1_TO_9 } from './requirements/rows-1-9';
import { ROWS_10_TO_19 } from './requirements/rows-10-19';
import { ROWS_20_TO_29 } from './requirements/rows-20-29';
import { ROWS_30_TO_52 } from './requirements/rows-30-52';
import { CAPABILITIES, RULES } from '../../src/rules';

jest.setTimeout(120_000);

const ROWS = [...ROWS_1_TO_9, ...ROWS_10_TO_19, ...ROWS_20_TO_29, ...ROWS_30_TO_52];
const STATEMENTS = ROWS.flatMap(({ row, mustBeSeen }) => mustBeSeen.map((statement) => ({ row, ...statement })));
const JUDGED = [...RULES, ...CAPABILITIES];
const examples = new Examples();

test('all 52 rows are here, in their order, each with something that must be seen', () => {
  expect(ROWS.map(({ row }) => row)).toEqual(Array.from({ length: 52 }, (_, i) => i + 1));
  expect(ROWS.filter(({ mustBeSeen }) => mustBeSeen.length === 0)).toEqual([]);
});

test.each(STATEMENTS)('row $row: $says', ({ rules, removals, because }) => {
  expect(rules.filter((id) => !JUDGED.some((rule) => rule.id === id))).toEqual([]);
  // without a rule there is a reason
  expect(rules.length > 0 || (because ?? '').length > 20).toBe(true);

  const fired = removals.map((removal) => ({ removal: removal.says, fired: examples.firedWithout(removal, rules) }));
  // each removal takes something away, and a rule of the row sees it
  expect(fired.filter((one) => !one.fired?.length)).toEqual([]);

  // each rule sees a removal, or the examples have nothing that it judges, and its own case proves it
  const silent = rules.filter((id) => !fired.some((one) => one.fired?.includes(id)));
  expect(silent.filter((id) => examples.have(JUDGED.find((rule) => rule.id === id)!))).toEqual([]);
  expect(silent.filter((id) => !isProvedByItself(id))).toEqual([]);
});

test.each(GAPS_OF_CDK_NAG)('beyond cdk-nag: a rule fails when it does not hold that $says', ({ rules }) => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
});

/** Capabilities are proved in capabilities.test.ts, which has a test for each. */
function isProvedByItself(id: string): boolean {
  return CAPABILITIES.some((rule) => rule.id === id) || CASES.some(({ rule, firesWhen }) => rule === id && Object.keys(firesWhen).length > 0);
}
