import { CASES } from './cases';
import { changed, CONDITIONS, judge, Resources } from './support/prove';
import type { TemplateInput } from '../../src/model';
import { Rule, RULES } from '../../src/rules';

type Place = Pick<TemplateInput, 'account' | 'region' | 'templatePath'>;

const HERE = { account: '111122223333', region: 'eu-west-1' };
/** Where what is judged is, and where the resource is that the rule asks for beside it. */
const PLACES: Record<string, [Place, Place]> = {
  'another account': [HERE, { ...HERE, account: '444455556666' }],
  'another Region': [HERE, { ...HERE, region: 'us-west-2' }],
  'a stack without environment': [HERE, {}],
  'another Stage, both without environment': [{ templatePath: 'assembly-Prod/a.json' }, { templatePath: 'assembly-Dev/b.json' }],
};
/** What counts in each Region of an account, wherever it is. */
const OF_ALL_REGIONS: Record<string, string> = {
  'ZT-ACCESSANALYZER-003 AWS::AccessAnalyzer::Analyzer ACCOUNT_UNUSED_ACCESS': 'unused access is the same in each Region',
  'ZT-SECRETS-007 AWS::Logs::MetricFilter': 'a trail brings events of all Regions to one log group',
  'ZT-WAF-001 AWS::WAFv2::WebACL': 'web ACLs of CloudFront are in us-east-1',
};

/** What is named by something that no two have is the one, wherever the stack that names it is deployed. */
const NAMED: Record<string, string> = {
  'ZT-ROUTE53RESOLVER-003 AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': 'the id of a VPC',
  'ZT-S3-003 AWS::S3::BucketPolicy': 'the name of a bucket',
  'ZT-TRUST-002': 'an account of the app, which any of its stacks may show',
  'ZT-TRUST-004': 'an account of the app, which any of its stacks may show',
};

/** Every case in which a rule passes, with the groups of resources that nothing of the rest refers to or is referred to by. */
const passing = CASES.flatMap(({ rule, on, secure, passesWhen = {} }) => [
  { rule, on, resources: secure, when: 'secure' },
  ...Object.entries(passesWhen).map(([when, change]) => ({ rule, on, resources: changed(secure, change), when })),
]);

/** The same where the rule does not pass without such a group, at a place. */
function neededAt(place: Place) {
  return passing.flatMap(({ rule: id, on, resources, when }) => {
    const rule = RULES.find((one) => one.id === id)!;
    return groupsBeside(on, resources).filter((group) => judge(rule, [stack('Stack', without(resources, group), place)], on).verdict !== 'pass')
      .map((group) => [`${id} (${when})`, { rule, on, resources, group }] as const);
  });
}

test('some rules ask for another resource', () => {
  expect(new Set(neededAt(HERE).map(([, { rule }]) => rule.id)).size).toBeGreaterThan(10);
});

describe.each(Object.entries(PLACES))('a resource in %s', (where, [here, there]) => {
  test.each(neededAt(here))('is not the one that %s asks for', (_, { rule, on, resources, group }) => {
    const elsewhere = Object.fromEntries(group.map((name) => [name, resources[name]]));
    const { verdict } = judge(rule, [stack('Stack', without(resources, group), here), stack('Elsewhere', elsewhere, there)], on);
    const isOneOf = (exceptions: object) => group.some((name) => labelsOf(rule, resources[name]).some((label) => label in exceptions));
    if (where === 'another Region') expect(verdict === 'pass').toBe(isOneOf(OF_ALL_REGIONS));
    else if (where === 'another account' || !isOneOf(NAMED)) expect(verdict).not.toBe('pass');
  });
});

test.each(neededAt(HERE))('a resource under a condition is not always the one that %s asks for', (_, { rule, on, resources, group }) => {
  const conditional = Object.fromEntries(group.map((name) => [name, { ...resources[name], Condition: 'Maybe' }]));
  expect(judge(rule, [stack('Stack', { ...resources, ...conditional }, HERE)], on).verdict).not.toBe('pass');
});

function stack(id: string, resources: Resources, place: Place): TemplateInput {
  return { id, name: id, ...place, template: { Resources: resources, ...CONDITIONS } };
}

function labelsOf({ id }: Rule, { Type, Properties }: any): string[] {
  return [id, `${id} ${Type}`, `${id} ${Type} ${Properties.Type}`];
}

/** Logical ids of resources that refer to each other, where none of them refers to the rest or is referred to by it. */
function groupsBeside(on: string, resources: Resources): string[][] {
  const names = Object.keys(resources);
  const naming = (name: string) => new RegExp(`"(Ref|DependsOn)":"${name}"|"Fn::GetAtt":\\["${name}"|\\$\\{${name}[.}]`);
  const refers = (one: string, other: string) => naming(other).test(JSON.stringify(resources[one]));
  const left = new Set(names);
  const groups: string[][] = [];
  for (const name of names) {
    if (!left.delete(name)) continue;
    const group = [name];
    for (const here of group) {
      for (const other of [...left].filter((one) => refers(here, one) || refers(one, here))) if (left.delete(other)) group.push(other);
    }
    groups.push(group);
  }
  return groups.filter((group) => !group.includes(on));
}

function without(resources: Resources, group: readonly string[]): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => !group.includes(name)));
}
