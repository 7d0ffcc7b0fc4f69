import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CASES } from './cases';
import { oneStack } from './support/prove';
import { TemplateModel } from '../../src/model';
import { readAll } from '../../src/model/read-templates';
import { evaluate, RULES, Verdict } from '../../src/rules';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apps-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, template: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(template));
  return join(folder, name);
};
const judged = (...paths: string[]) => evaluate(new TemplateModel(readAll(paths).templates), RULES);
const told = (verdicts: Verdict[]) => verdicts.map(({ rule, resource, result }) => [
  resource.stack.templatePath, resource.logicalId, rule.id, result.verdict, 'finding' in result ? result.finding : '', result.value,
].join(' | ')).sort();
const verdictOn = (verdicts: Verdict[], id: string, logicalId: string) => (
  verdicts.find(({ rule, resource }) => rule.id === id && resource.logicalId === logicalId)?.result.verdict);

const STRANGER = '210987654321';
const layer = { Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { Layers: [`arn:aws:lambda:eu-west-1:${STRANGER}:layer:l:1`] } } } };
const ofStranger = { Resources: { Other: { Type: 'AWS::Lambda::Function', Properties: { Role: `arn:aws:iam::${STRANGER}:role/other` } } } };

test('a folder has the verdicts of its files, each judged alone', () => {
  // one template of each rule: they have names, accounts, conditions and logical ids in common, and nothing to do with each other
  const paths = [...new Map(CASES.map((one) => [one.rule, one])).values()].map(({ rule, secure }, i) => {
    const [{ template }] = oneStack(secure);
    return write(`${i}-${rule}.json`, template);
  });
  expect(paths.length).toBeGreaterThan(300);
  expect(told(judged(folder))).toEqual(paths.flatMap((path) => told(judged(path))).sort());
}, 120_000);

test('an account of a template that lies beside another one is not trusted by that', () => {
  write('layer.json', layer);
  write('other.json', ofStranger);
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('fail');
});

test('an account of a template is trusted by one that imports from it', () => {
  write('layer.json', { ...layer, Outputs: { Other: { Value: { 'Fn::ImportValue': 'other' } } } });
  write('other.json', { ...ofStranger, Outputs: { Other: { Value: { Ref: 'Other' }, Export: { Name: 'other' } } } });
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('pass');
});

test('an export of another name joins nothing', () => {
  write('layer.json', { ...layer, Outputs: { Other: { Value: { 'Fn::ImportValue': 'other' } } } });
  write('other.json', { ...ofStranger, Outputs: { Other: { Value: { Ref: 'Other' }, Export: { Name: 'others' } } } });
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('fail');
});

test('templates that are joined by a third one are judged together', () => {
  const exporting = (name: string, template: { Resources: object }) => ({ ...template, Outputs: { It: { Value: 'x', Export: { Name: name } } } });
  write('layer.json', exporting('layer', layer));
  write('other.json', exporting('other', ofStranger));
  const uses = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'layer' }, { 'Fn::ImportValue': { 'Fn::Sub': 'other' } }]] } } };
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('fail');
  write('uses.json', { Resources: { Uses: uses } });
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('pass');
});

test('a nested template is judged with the one that nests it, whichever is beside', () => {
  mkdirSync(join(folder, 'nested'));
  write('nested/layer.json', { ...layer, Parameters: { Key: { Type: 'String' } } });
  write('parent.json', { Resources: { ...ofStranger.Resources, Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'nested/layer.json', Parameters: { Key: 'k' } } } } });
  write('beside.json', ofStranger);
  expect(verdictOn(judged(folder), 'ZT-TRUST-004', 'Fn')).toBe('pass');
});
