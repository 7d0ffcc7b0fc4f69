import { readFileSync } from 'fs';
import { join } from 'path';
import { EQUIVALENCES } from './equivalents';
import { Mutant } from './mutants';
import { PUBLIC_EQUIVALENCES } from './public-equivalents';
import { publicMutants } from './public-mutants';
import { publicPatterns, samOriginals } from './public-originals';
import { MutationScore, percent, unusedEquivalences } from './score';

const LEAST_TEMPLATES = 20;
const LEAST_SCORE = 0.98;

/** Templates that others wrote: what passes there was not written to pass. */
const CORPORA = [
  { name: 'public patterns', originals: publicPatterns, mutants: 195, rules: 170, killers: 125 },
  { name: 'SAM templates', originals: samOriginals, mutants: 70, rules: 75, killers: 50 },
];
const all: Mutant[] = [];

describe.each(CORPORA)('$name', ({ name, originals, mutants: leastMutants, rules, killers }) => {
  const templates = originals();
  const mutants = publicMutants(templates);
  const score = new MutationScore(mutants, [...EQUIVALENCES, ...PUBLIC_EQUIVALENCES]);
  const [asked, firing] = [new Set(mutants.flatMap(({ guards }) => guards)).size, new Set(mutants.flatMap((mutant) => mutant.killers)).size];
  all.push(...mutants);
  process.stdout.write(`${templates.length} ${name}: ${mutants.length} mutants of ${asked} rules, ${score.killed} killed by ${firing} rules, `
    + `${score.equivalent} as secure, ${score.alive.length} alive, ${percent(score.killed, score.made)}\n`);

  test(`at least ${LEAST_TEMPLATES} templates, and ${leastMutants} mutants`, () => {
    expect(templates.length).toBeGreaterThanOrEqual(LEAST_TEMPLATES);
    expect(mutants.length).toBeGreaterThanOrEqual(leastMutants);
  });

  test(`at least ${rules} rules look at something and pass, and ${killers} fire when it is broken`, () => {
    expect(asked).toBeGreaterThanOrEqual(rules);
    expect(firing).toBeGreaterThanOrEqual(killers);
  });

  test(`${100 * LEAST_SCORE} % of the mutants are killed`, () => {
    const alive = score.alive.map(({ original, place, operator, guards }) => `${original}: ${place}, ${operator}: ${guards.join(', ')}`);
    expect(score.killed / score.made >= LEAST_SCORE ? [] : alive).toEqual([]);
  });
});

test('every mutant that is said to be as secure as the original was made, and survived', () => {
  expect(unusedEquivalences(all, PUBLIC_EQUIVALENCES)).toEqual([]);
});

test('docs/mutation.md gives every reason for which a mutant is as secure', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'mutation.md'), 'utf-8').replace(/\s+/g, ' ');
  expect(PUBLIC_EQUIVALENCES.map(({ reason }) => reason).filter((reason) => !page.includes(reason))).toEqual([]);
});
