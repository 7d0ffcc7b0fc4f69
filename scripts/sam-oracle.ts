import { execFileSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { TemplateModel } from '../src/model';
import { translateSam } from '../src/model/sam';
import { evaluate, RULES } from '../src/rules';
import { EXPLAINED } from '../test/model/sam/explained';
import { samTemplates } from '../test/model/sam/generator';

/**
 * Compares what the rules say of our translation of SAM templates with what they say of aws-sam-translator's, rule by rule:
 * `npx tsx scripts/sam-oracle.ts <python with aws-sam-translator> [folder of templates]`. Without a folder, of the templates that
 * test/model/sam/generator.ts makes, none of which may be refused. A difference that no reason explains fails.
 */
interface Case {
  readonly name: string;
  readonly template?: any;
  readonly output?: any;
  readonly error?: string;
}

interface Difference {
  readonly name: string;
  readonly rule: string;
  readonly resource: string;
  readonly ours: string;
  readonly theirs: string;
}

const [python, folder] = process.argv.slice(2);
if (!python) throw new Error('Name the python that has aws-sam-translator.');

const given = folder ? readdirSync(folder).filter((file) => /\.(ya?ml|json)$/.test(file)).map((file) => ({ name: file, yaml: readFileSync(join(folder, file), 'utf-8') }))
  : samTemplates();
const answers: Case[] = execFileSync(python, [join(__dirname, 'sam-oracle.py')], {
  input: given.map((one) => JSON.stringify(one)).join('\n'), maxBuffer: 2 ** 30, encoding: 'utf-8',
}).trim().split('\n').map((line) => JSON.parse(line));

const judged = answers.filter(({ output }) => output);
const refused = answers.filter(({ output }) => !output);
let verdicts = 0;
const differences = judged.flatMap(compare);
const unexplained = differences.filter((difference) => !EXPLAINED.some(({ matches }) => matches(difference)));
const unequal = new Set(differences.map(({ name }) => name)).size;

for (const { name, rule, resource, ours, theirs } of unexplained) console.log(`${name}: ${rule} on ${resource}: ${ours} here, ${theirs} there`);
for (const { reason, matches } of EXPLAINED) {
  const count = differences.filter(matches).length;
  if (count > 0) console.log(`${count} differences: ${reason}`);
}
if (!folder) for (const { name, error } of refused) console.log(`${name} is refused: ${error}`);
console.log(`${judged.length} templates, ${judged.length - unequal} with all verdicts equal; ${verdicts} verdicts, ${differences.length} different `
  + `(${unexplained.length} without a reason); ${refused.length} templates that AWS refuses`);
if (unexplained.length > 0 || (!folder && (refused.length > 0 || judged.length < 200))) process.exitCode = 1;

function compare({ name, template, output }: Case): Difference[] {
  const [ours, theirs] = [verdictsOf(translateSam(template).template), verdictsOf(output)];
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  verdicts += keys.length;
  return keys.filter((key) => ours.get(key) !== theirs.get(key)).map((key) => {
    const [rule, resource] = key.split(' ');
    return { name, rule, resource, ours: ours.get(key) ?? 'nothing', theirs: theirs.get(key) ?? 'nothing' };
  });
}

/** Verdicts by rule and resource. Ids of deployments end in a hash of the definition as Python prints it. */
function verdictsOf(template: unknown): Map<string, string> {
  const model = new TemplateModel([{ id: 'Stack', name: 'Stack', template }]);
  return new Map(evaluate(model, RULES).map(({ rule, resource, result }) => (
    [`${rule.id} ${resource.logicalId.replace(/Deployment[\da-f]{10}$/, 'Deployment')}`, result.verdict]
  )));
}
