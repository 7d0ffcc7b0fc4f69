import { compare } from './support/compare';
import { nagRules } from './support/nag-rules';
import { CORRESPONDENCE } from '../../src/report/packs/correspondence';
import { RULES } from '../../src/rules';

jest.setTimeout(120_000);

const nag = nagRules();
const comparison = compare();
const { findings } = comparison;

test('every rule of cdk-nag\'s five packs on serverless services has rules here, or a reason why not', () => {
  expect(Object.keys(CORRESPONDENCE).sort()).toEqual(nag.map(({ name }) => name).sort());
  const empty = Object.entries(CORRESPONDENCE).filter(([, { rules = [], reason = '' }]) => rules.length === 0 && reason === '').map(([name]) => name);
  expect(empty).toEqual([]);
});

test('the table names rules that exist', () => {
  const known = RULES.map(({ id }) => id);
  expect(Object.values(CORRESPONDENCE).flatMap(({ rules = [] }) => rules).filter((id) => !known.includes(id))).toEqual([]);
});

test('what cdk-nag finds on the patterns we find too, on the same resource, or say why not', () => {
  const missed = findings.filter(({ rule, ours }) => ours.length === 0 && CORRESPONDENCE[rule].reason === undefined);
  expect(missed.map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
});

test('cdk-nag reports on the patterns by no rule that is not compared, and no failure of its own', () => {
  expect(comparison.others).toEqual([]);
});

test('every rule of cdk-nag that is compared finds something on the patterns', () => {
  const silent = nag.map(({ name }) => name).filter((name) => !findings.some(({ rule }) => rule === name));
  // no pattern has an application of Apache Flink
  expect(silent).toEqual(['KinesisDataAnalyticsFlinkCheckpointing']);
});

test('every pair of rules finds the same on some resource', () => {
  const apart = Object.entries(CORRESPONDENCE).flatMap(([name, { rules = [] }]) => rules.map((id) => ({ name, id })))
    .filter(({ name, id }) => !findings.some(({ rule, ours }) => rule === name && ours.includes(id)));
  expect(apart).toEqual([]);
});

test('every reason and every companion is needed', () => {
  const idle = Object.entries(CORRESPONDENCE).filter(([name, { reason }]) => reason !== undefined && findings.some(({ rule }) => rule === name)
    && findings.every(({ rule, ours }) => rule !== name || ours.length > 0));
  expect(idle.map(([name]) => name)).toEqual([]);
});

test('we find on the patterns what no pack does', () => {
  const alone = new Set(comparison.alone.map(({ rule }) => rule.id));
  expect(alone.size).toBeGreaterThan(25);
});
