import { ManagedRuleIdentifiers } from 'aws-cdk-lib/aws-config';
import { parse } from 'yaml';
import { FRAMEWORKS } from '../../../src/frameworks';
import { expressionOf } from '../../../src/frameworks/conformance/expression';
import { GUARD_RULES } from '../../../src/frameworks/conformance/guard-rules';
import { itemText } from '../../../src/frameworks/conformance/guard-text';
import { MANAGED_RULES } from '../../../src/frameworks/conformance/managed-rules';
import { NOT_EXPRESSIBLE } from '../../../src/frameworks/conformance/not-expressible';
import { PACK_LIMITS, packTemplates } from '../../../src/frameworks/conformance/packs';
import { RULES } from '../../../src/rules';

const IDS = RULES.map(({ id }) => id);
const resourcesOf = (template: string): any[] => Object.values(parse(template).Resources);

test.each(IDS)('%s has a custom rule, a managed rule, or a reason for none', (id) => {
  const { custom, managed, reason } = expressionOf(id)!;
  expect([custom.length > 0, managed.length > 0, reason !== undefined].filter(Boolean)).toHaveLength(1);
});

test('what is expressed is a rule, and nothing is both expressed and not', () => {
  const isCustom = (id: string) => Object.entries(GUARD_RULES[id] ?? {}).some(([type, checks]) => itemText(id, type, checks));
  const [managed, not] = [Object.keys(MANAGED_RULES), Object.keys(NOT_EXPRESSIBLE)];
  expect([...managed, ...not, ...Object.keys(GUARD_RULES)].filter((id) => !IDS.includes(id))).toEqual([]);
  expect(not.filter((id) => managed.includes(id) || isCustom(id))).toEqual([]);
});

test('every managed rule is one of AWS Config, as the CDK knows them', () => {
  const known = Object.values(ManagedRuleIdentifiers);
  const named = Object.values(MANAGED_RULES).flatMap(({ rules }) => rules.map(({ identifier }) => identifier));
  expect(named.filter((identifier) => !known.includes(identifier))).toEqual([]);
});

test('a rule that is not known has no expression', () => {
  expect(expressionOf('ZT-NOTHING-001')).toBeUndefined();
});

const SERVING = FRAMEWORKS.map(({ name, controls }) => [name, [...new Set(controls.flatMap(({ rules }) => rules))]] as const);

describe.each([['all rules', IDS] as const, ...SERVING])('packs for %s', (_, ids) => {
  const templates = packTemplates([...ids]);

  test('are within the limits of AWS Config', () => {
    expect(templates.filter((template) => Buffer.byteLength(template) > PACK_LIMITS.templateBytes)).toEqual([]);
    expect(templates.filter((template) => resourcesOf(template).length > PACK_LIMITS.rules)).toEqual([]);
    const texts = templates.flatMap(resourcesOf).map(({ Properties }) => Properties.Source.CustomPolicyDetails?.PolicyText ?? '');
    expect(texts.filter((text) => text.length > PACK_LIMITS.policyTextCharacters)).toEqual([]);
  });

  test('have each rule once, with the text that the oracle proves', () => {
    const rules = templates.flatMap(resourcesOf);
    expect(new Set(rules.map(({ Properties }) => Properties.ConfigRuleName)).size).toBe(rules.length);
    const texts = rules.filter(({ Properties }) => Properties.Source.Owner === 'CUSTOM_POLICY')
      .map(({ Properties }) => Properties.Source.CustomPolicyDetails.PolicyText.trimEnd());
    expect(texts.sort()).toEqual(ids.flatMap((id) => expressionOf(id)!.custom.map(({ text }) => text)).sort());
    const identifiers = rules.flatMap(({ Properties }) => Properties.Source.SourceIdentifier ?? []);
    const named = ids.flatMap((id) => expressionOf(id)!.managed.map(({ identifier }) => identifier));
    expect([...new Set(identifiers)].sort()).toEqual([...new Set(named)].sort());
  });
});

test('all rules need more than one pack', () => {
  expect(packTemplates(IDS).length).toBeGreaterThan(1);
  expect(packTemplates([])).toEqual([]);
});
