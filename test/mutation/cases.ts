import { readdirSync } from 'fs';
import { join } from 'path';
import { RuleCase } from '../policy/support/prove';

/** The cases of every rule, from the tests that prove them one by one: loaded here, and not run. */
export function allCases(): RuleCase[] {
  const cases: RuleCase[] = [];
  const nothing = Object.assign(() => undefined, { each: () => () => undefined });
  const { describe: realDescribe, test: realTest } = globalThis;
  const collect = { each: (given: RuleCase[]) => (cases.push(...given), () => undefined) };
  Object.assign(globalThis, { test: nothing, describe: Object.assign(() => undefined, collect) });
  try {
    const folder = join(__dirname, '..', 'policy', 'rules');
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.test.ts') && !/^(rules|real-templates)\./.test(name)) jest.requireActual(join(folder, name));
    }
  } finally {
    Object.assign(globalThis, { test: realTest, describe: realDescribe });
  }
  return cases.filter(({ secure }) => secure);
}
