import { readFileSync } from 'fs';
import { join } from 'path';
import { EQUIVALENCES } from './equivalents';
import { findings, Mutation } from './mutants';
import { caseTemplates, realTemplates } from './originals';
import { readingsOf } from './readings';
import { MutationScore, unusedEquivalences } from './score';
import { RULES } from '../../src/rules';
import { CASES } from '../rules/cases';

const LEAST_MUTANTS = 1500;
const LEAST_SCORE = 0.98;
const LEAST_SCORE_OF_A_RULE = 0.8;

const real = realTemplates();
const cases = caseTemplates(CASES);
const mutation = new Mutation();
let score: MutationScore;

beforeAll(() => {
  for (const original of [...real, ...cases]) mutation.run(original);
  score = new MutationScore(mutation.mutants);
  process.stdout.write(`${score.table()}\n`);
}, 600_000);

test.each(real)('no rule fires on $name, as it is made', ({ resources }) => {
  expect([...findings(resources, RULES)]).toEqual([]);
});

test('each rule passes the template of its own case', () => {
  const failing = cases.filter(({ resources, only }) => {
    const rules = RULES.filter(({ id }) => id === only!.rule);
    return readingsOf({ Resources: resources }, rules, only!.on).length !== 1;
  });
  expect(failing.map(({ name }) => name)).toEqual([]);
});

test(`at least ${LEAST_MUTANTS} mutants are made`, () => {
  expect(score.made).toBeGreaterThanOrEqual(LEAST_MUTANTS);
});

test(`${100 * LEAST_SCORE} % of them are killed`, () => {
  const alive = score.alive.map(({ original, place, operator, form }) => `${original}: ${place}, ${operator}, ${form}`);
  expect(score.killed / score.made >= LEAST_SCORE ? [] : alive).toEqual([]);
});

test('every rule kills some, and nearly all that nobody else kills', () => {
  const weak = score.rules.filter(({ made, killed }) => killed === 0 || killed / made < LEAST_SCORE_OF_A_RULE);
  expect(weak).toEqual([]);
});

test.each([
  'Fn::If, when it holds', 'Fn::If, when it does not', 'Fn::Sub', 'Fn::Join', 'AWS::NoValue', 'null', 'in stacks of their own', 'made under a condition',
])('mutants are killed in the form %s', (form) => {
  expect(mutation.mutants.filter((mutant) => mutant.form === form && mutant.killers.length > 0).length).toBeGreaterThan(0);
});

test('every mutant that is said to be as secure as the original was made, and survived', () => {
  expect(unusedEquivalences(mutation.mutants)).toEqual([]);
});

test('docs/mutation.md gives every reason for which a mutant is as secure', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'mutation.md'), 'utf-8').replace(/\s+/g, ' ');
  expect(EQUIVALENCES.map(({ reason }) => reason).filter((reason) => !page.includes(reason))).toEqual([]);
});
