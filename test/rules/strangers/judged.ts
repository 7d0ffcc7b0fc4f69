import * as fc from 'fast-check';
import { SURROUNDINGS, write, Written } from './forms';
import { PolicyCase, policyCases, PolicyType } from './grammar';
import { Oracle } from './oracle';
import { OWN, OWN_ORGANISATION, REGION } from './worlds';
import { TemplateModel } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

/** A policy with what IAM and our rules say of it. */
export interface Judged extends Written {
  readonly type: PolicyType;
  /** Whether IAM lets a stranger in. */
  readonly letsIn: boolean;
  /** Whether the twin, written alike, is the other way round. */
  readonly hasTwin: boolean;
  /** Whether a rule alarms, IAM lets in no stranger, and by one of the statements nobody of us either. */
  readonly isDead: boolean;
  /** What the rules say that do not pass. */
  readonly fired: string[];
}

type Unjudged = Written & { readonly type: PolicyType; readonly twin: Written; readonly fired: string[] };

const PAIRS_AT_A_TIME = 200;
const FORMS_OF_A_PAIR = 11;
const IN_A_TEMPLATE = 100;

/** Distinct policies of the grammar, judged by rules in templates of many, and by IAM one by one. */
export async function judgedPolicies(least: number, firstSeed: number): Promise<Judged[]> {
  const pairs = policyCases();
  const oracle = new Oracle();
  const seen = new Set<string>();
  const judged: Judged[] = [];
  for (let seed = firstSeed; judged.length < least; seed++) {
    const made = fc.sample(pairs, { seed, numRuns: PAIRS_AT_A_TIME }).flatMap(written).filter(({ type, policy }) => {
      const key = JSON.stringify([type.type, policy]);
      return !seen.has(key) && seen.add(key);
    });
    for (let at = 0; at < made.length; at += IN_A_TEMPLATE) askRules(made.slice(at, at + IN_A_TEMPLATE));
    for (const one of made) judged.push(await askIam(oracle, one));
  }
  return judged;
}

/** Both of a pair, each in some forms. */
function written(pair: PolicyCase): Unjudged[] {
  return Array.from({ length: FORMS_OF_A_PAIR }, (_, i) => {
    const [one, other] = [[pair.choice, pair.twin], [pair.twin, pair.choice]].map(([choice, twin]) => write(pair, choice, twin, pair.form + i));
    return [{ ...one, twin: other }, { ...other, twin: one }].map((each): Unjudged => ({ ...each, type: pair.type, fired: [] }));
  }).flat();
}

function askRules(some: Unjudged[]): void {
  const Resources = Object.fromEntries(some.map(({ type, policy }, i) => [`R${i}`, { Type: type.type, Properties: type.properties(policy) }]));
  const model = new TemplateModel([{ id: 'T', name: 'T', account: OWN, region: REGION, template: { ...SURROUNDINGS, Resources } }], undefined, [OWN_ORGANISATION]);
  for (const { rule, resource, result } of evaluate(model, RULES.filter(({ id }) => some.some(({ type }) => type.rules.includes(id))))) {
    const one = some[Number(resource.logicalId.slice(1))];
    if (result.verdict !== 'pass' && one.type.rules.includes(rule.id)) one.fired.push(`${rule.id} ${result.verdict}: ${result.finding}`);
  }
}

async function askIam(oracle: Oracle, { twin, ...one }: Unjudged): Promise<Judged> {
  const letsIn = await oracle.letStrangersIn(one.type, one.documents);
  const hasTwin = letsIn !== await oracle.letStrangersIn(one.type, twin.documents);
  return {
    ...one,
    letsIn,
    hasTwin,
    isDead: !letsIn && one.fired.length > 0 && await oracle.hasDeadStatement(one.type, one.documents),
  };
}
