import { TemplateInput, TemplateModel } from '../../../src/model';
import { every } from '../../../src/model/judge';
import { UnreadType } from '../../../src/model/unread';
import { evaluate, Rule, RuleResult, RULES } from '../../../src/rules';
import { splitStacks } from '../../policy/support/split-stacks';

export type Resources = Record<string, any>;
export type Change = (resources: Resources) => void;

/** One rule with a template that satisfies it, and what must make it fire. */
export interface RuleCase {
  readonly rule: string;
  /** Logical id of the resource that is judged. */
  readonly on: string;
  readonly secure: Resources;
  /** `fires when …` → the change. */
  readonly firesWhen: Record<string, Change>;
  /** `passes when …` → the change. */
  readonly passesWhen?: Record<string, Change>;
}

/**
 * Proves rules: each passes on its secure template and fires on each mutant, also when only one branch of a condition is the
 * mutant, and also when each resource is in a stack of its own.
 */
export function prove(service: string, cases: RuleCase[]): void {
  test(`every rule of ${service} is proved here`, () => {
    const ids = RULES.filter((rule) => rule.id.startsWith(`ZT-${service}-`)).map((rule) => rule.id);
    expect([...new Set(cases.map((one) => one.rule))].sort()).toEqual(ids);
  });

  describe.each(cases)('$rule on $on', ({ rule: id, on, secure, firesWhen, passesWhen = {} }) => {
    const rule = RULES.find((one) => one.id === id)!;
    const verdict = (resources: Resources, split = false) => judge(rule, split ? splitStacks(resources) : oneStack(resources), on).verdict;

    test('passes on what is secure', () => {
      expect(judge(rule, oneStack(secure), on)).toEqual(expect.objectContaining({ verdict: 'pass' }));
    });

    test('passes when every resource is in a stack of its own', () => {
      expect(verdict(secure, true)).toBe('pass');
    });

    for (const [when, change] of Object.entries(passesWhen)) {
      test(`passes when ${when}`, () => {
        expect(judge(rule, oneStack(changed(secure, change)), on)).toEqual(expect.objectContaining({ verdict: 'pass' }));
      });
    }

    for (const [when, change] of Object.entries(firesWhen)) {
      test(`fires when ${when}`, () => {
        const mutant = changed(secure, change);
        expect(verdict(mutant)).not.toBe('pass');
        expect(verdict(mutant, true)).not.toBe('pass');
        expect(verdict(inOneBranch(secure, mutant, mutant))).not.toBe('pass');
        expect(verdict(inOneBranch(mutant, secure, mutant))).not.toBe('pass');
      });
    }

    test('has a mutant', () => {
      expect(Object.keys(firesWhen).length).toBeGreaterThan(0);
    });
  });
}

export function judge(rule: Rule, inputs: TemplateInput[], logicalId: string): RuleResult {
  const verdicts = evaluate(new TemplateModel(inputs), [rule]).filter((one) => one.resource.logicalId === logicalId);
  // each stack has a template, and only one of each resource
  if (logicalId !== UnreadType.TEMPLATE) expect(verdicts).toHaveLength(1);
  return every(...verdicts.map(({ result }) => result));
}

export function oneStack(resources: Resources): TemplateInput[] {
  return [{ id: 'Stack', name: 'Stack', template: { Resources: resources, ...CONDITIONS } }];
}

/** Sets a property: `set('Queue', 'RedrivePolicy.maxReceiveCount', 3)`; without a value takes it away. */
export function set(logicalId: string, path: string, value?: unknown): Change {
  return (resources) => {
    const keys = path.split('.');
    let here = resources[logicalId].Properties;
    for (const key of keys.slice(0, -1)) here = here[key] ??= {};
    const last = keys[keys.length - 1];
    if (value !== undefined) here[last] = value;
    else if (Array.isArray(here)) here.splice(Number(last), 1);
    else delete here[last];
  };
}

/** Sets what stands beside the properties. */
export function attribute(logicalId: string, name: string, value?: unknown): Change {
  return (resources) => {
    if (value === undefined) delete resources[logicalId][name];
    else resources[logicalId][name] = value;
  };
}

export function remove(logicalId: string): Change {
  return (resources) => void delete resources[logicalId];
}

export function add(logicalId: string, type: string, properties: object): Change {
  return (resources) => void (resources[logicalId] = resource(type, properties));
}

export function all(...changes: Change[]): Change {
  return (resources) => changes.forEach((change) => change(resources));
}

export function resource(type: string, properties: object = {}): any {
  return { Type: type, Properties: properties };
}

export const ref = (logicalId: string) => ({ Ref: logicalId });
export const att = (logicalId: string, name = 'Arn') => ({ 'Fn::GetAtt': [logicalId, name] });
export const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
/** What nobody knows before deployment. */
export const PARAMETER = { Ref: 'Unknown' };
/** What whoever deploys gives, and nobody sees afterwards. */
export const NO_ECHO = { Ref: 'Hidden' };
/** The ways in which a value takes what another one is: by functions of texts, lists, branches and defaults. */
export const formsOf = (value: { Ref: string }): Record<string, unknown> => ({
  'as it is': value,
  'in a text': { 'Fn::Sub': `https://app:\${${value.Ref}}@db.example.com` },
  'by a name in a text': { 'Fn::Sub': ['https://app:${Word}@db.example.com', { Word: value }] },
  'joined to a text': { 'Fn::Join': ['', ['Bearer ', value]] },
  'in one branch': { 'Fn::If': ['OneMore', 'none', { 'Fn::If': ['Another', value, 'none'] }] },
  'out of a list': { 'Fn::Select': [1, ['none', value]] },
  'out of a text': { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Sub': `\${${value.Ref}},none` }] }] },
  'as the default of a mapping': { 'Fn::FindInMap': ['None', 'none', 'none', { DefaultValue: value }] },
  'in Base64': { 'Fn::Base64': { 'Fn::Sub': `x=\${${value.Ref}}` } },
  'in JSON': { 'Fn::ToJsonString': { password: value } },
});

export const CONDITIONS = {
  Parameters: { Stage: { Type: 'String' }, Unknown: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
  Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, MaybeNot: { 'Fn::Not': [{ Condition: 'Maybe' }] } },
};

export function changed(resources: Resources, change: Change): Resources {
  const copy = JSON.parse(JSON.stringify(resources));
  change(copy);
  return copy;
}

/** A template that is one when a condition holds, and the other when it does not. */
function inOneBranch(one: Resources, other: Resources, mutant: Resources): Resources {
  const mixed: Resources = {};
  for (const logicalId of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [a, b] = [one[logicalId], other[logicalId]];
    if (!a || !b) mixed[logicalId] = { ...(a ?? b), Condition: a ? 'Maybe' : 'MaybeNot' };
    // attributes beside the properties take no condition: the mutant's are there in both
    else mixed[logicalId] = { ...a, ...kept(mutant[logicalId]), Properties: mix(a.Properties, b.Properties) };
  }
  return mixed;
}

function kept({ DeletionPolicy, UpdateReplacePolicy, Metadata }: any): object {
  return { DeletionPolicy, UpdateReplacePolicy, Metadata };
}

function mix(a: any, b: any): object {
  const mixed: any = {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [x, y] = [a[key] ?? { Ref: 'AWS::NoValue' }, b[key] ?? { Ref: 'AWS::NoValue' }];
    mixed[key] = JSON.stringify(x) === JSON.stringify(y) ? x : { 'Fn::If': ['Maybe', x, y] };
  }
  return mixed;
}
