import { writeFileSync } from 'fs';
import { join } from 'path';
import { allNagRules } from '../test/parity/support/nag-rules';

const FILE = join(__dirname, '..', 'src', 'report', 'packs', 'data', 'nag-rule-names.json');

/** What packs of cdk-nag call by a number, and the name of the rule. All others have the name in their id. */
export function nagRuleNames(): Record<string, string> {
  const named = allNagRules().flatMap(({ name, ids }) => ids.filter((id) => !id.endsWith(`-${name}`)).map((id): [string, string] => [id, name]));
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

// npx tsx scripts/nag-rule-names.ts
if (require.main === module) writeFileSync(FILE, `${JSON.stringify(nagRuleNames(), null, 2)}\n`);
