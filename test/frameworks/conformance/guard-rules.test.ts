import { evaluateGuard, GuardStatus } from './support/cfn-guard';
import { asFound, configurationItem, deployed, hookTemplate } from './support/deployed';
import { emptied, variantsOf } from './support/mutants-of';
import { GUARD_RULES } from '../../../src/frameworks/conformance/guard-rules';
import { itemText, templateText } from '../../../src/frameworks/conformance/guard-text';
import { RULES } from '../../../src/rules';
import { judge } from '../../rules/support/prove';

/** What a rule says of a resource in each of its forms, and who agrees. */
interface Agreement {
  readonly type: string;
  readonly passing: number;
  readonly failing: number;
  readonly disagreeing: string[];
}

const LEAST_RULES = 60;

/** Variants that deploy alike are one: the verdicts on them are compared once. */
function compare(ruleId: string, type: string): Agreement[] {
  const rule = RULES.find(({ id }) => id === ruleId)!;
  const seen = new Map<string, { name: string; passes: boolean; forms: any[] }>();
  const checks = GUARD_RULES[ruleId][type];
  // Guard may be stricter on what CloudFormation does not take
  const isEmptied = emptied(rule, type, checks).filter(({ inputs, on }) => judge(rule, inputs, on).verdict !== 'pass');
  for (const variant of [...variantsOf(rule).filter((one) => one.type === type), ...isEmptied]) {
    const forms = deployed(variant.inputs, variant.on);
    if (!forms) continue; // too many combinations of conditions: the rule cannot tell either
    const passes = judge(rule, variant.inputs, variant.on).verdict === 'pass';
    seen.set(`${passes} ${JSON.stringify(forms)}`, { name: variant.name, passes, forms });
  }
  const variants = [...seen.values()];
  const documents = variants.flatMap(({ forms }) => forms.map((properties) => asFound(properties, checks)));
  const item = itemText(ruleId, type, checks);
  const texts: [string, string, any[]][] = [['template', templateText(ruleId, type, checks), documents.map((properties) => hookTemplate(type, properties))]];
  if (item) texts.push(['configuration item', item, documents.map((properties) => configurationItem(type, properties))]);
  return texts.map(([kind, text, data]) => {
    const statuses = evaluateGuard(text, data);
    let at = 0;
    const disagreeing = variants.flatMap(({ name, passes, forms }) => {
      const found: GuardStatus[] = statuses.slice(at, at += forms.length);
      // no document that is evaluated has something unknown in it: where the rule lets it pass, Guard may fail closed
      const isStricter = passes && found.every((status, index) => status !== 'FAIL' || JSON.stringify(forms[index]).includes('"Unknown"'));
      return isStricter || passes === !found.includes('FAIL') ? [] : [`${kind}: ${name}: ${passes ? 'passes' : 'fires'}, Guard ${found.join()}: ${JSON.stringify(forms)}`];
    });
    const passing = variants.filter(({ passes }) => passes).length;
    return { type: `${kind} of ${type}`, passing, failing: variants.length - passing, disagreeing };
  });
}

test.each(Object.keys(GUARD_RULES).sort())('%s in Guard agrees with the rule on every case and every mutant', (ruleId) => {
  const agreements = Object.keys(GUARD_RULES[ruleId]).flatMap((type) => compare(ruleId, type));
  expect(agreements.flatMap(({ disagreeing }) => disagreeing)).toEqual([]);
  expect(agreements.filter(({ passing, failing }) => passing + failing === 0)).toEqual([]);
  expect(agreements.reduce((sum, { passing }) => sum + passing, 0)).toBeGreaterThan(0);
  expect(agreements.reduce((sum, { failing }) => sum + failing, 0)).toBeGreaterThan(0);
});

test.each(Object.keys(GUARD_RULES).sort())('%s in Guard is for every type of the rule', (ruleId) => {
  expect(Object.keys(GUARD_RULES[ruleId]).sort()).toEqual([...RULES.find(({ id }) => id === ruleId)!.types].sort());
});

test(`at least ${LEAST_RULES} rules are custom rules of AWS Config`, () => {
  const custom = Object.entries(GUARD_RULES).filter(([id, types]) => Object.entries(types).some(([type, checks]) => itemText(id, type, checks)));
  expect(custom.length).toBeGreaterThanOrEqual(LEAST_RULES);
});
