import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnCondition, CfnOutput, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { ReportFormat, ZeroTrust } from '../../src';
import { TemplateInput, TemplateModel } from '../../src/model';
import { clock } from '../../src/model/clock';
import { readTemplates } from '../../src/model/read-templates';
import { areJudged } from '../../src/policy/judged';
import { collectEvidence } from '../../src/report/evidence';
import { applyWaivers } from '../../src/report/waived';
import { RULES } from '../../src/rules';
import { writeJson } from '../report/support/whole';

let outdir: string;
beforeEach(() => { outdir = mkdtempSync(join(tmpdir(), 'zt-handed-')); });
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(outdir, { recursive: true, force: true });
});

/** Stacks whose order by name is not the order in which they are made, one with a nested stack, an import and a condition. */
function synth(reports: ReportFormat[]): void {
  const app = new App({ outdir, analyticsReporting: false });
  ZeroTrust.enforce(app, { packs: [], quiet: true, reports });
  const later = new Stack(app, 'B');
  new CfnOutput(later, 'Name', { value: new CfnQueue(later, 'Queue').attrQueueName, exportName: 'name' });
  const first = new Stack(app, 'A');
  new CfnQueue(new NestedStack(first, 'Inner'), 'Queue', { kmsMasterKeyId: 'alias/aws/sqs' });
  const isOn = new CfnCondition(first, 'On', { expression: Fn.conditionEquals(Fn.importValue('name'), 'x') });
  new CfnQueue(first, 'Queue').cfnOptions.condition = isOn;
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.synth();
  } catch (error) {
    expect(String(error)).toContain('ZT-SQS-001');
  }
}

test('a report is what the command line writes of the same assembly', () => {
  synth([ReportFormat.JSON]);
  const evidence = applyWaivers(collectEvidence(readTemplates(outdir)), clock.today(), {});
  const own = JSON.parse(writeJson(evidence, { name: 'x', version: 'x' }));
  const written = JSON.parse(readFileSync(join(outdir, 'zero-trust-report.json'), 'utf-8'));
  expect(written.evidence).toEqual(own.evidence);
  expect(written.stacks).toEqual(own.stacks);
  expect(written.rules).toEqual(own.rules);
});

test('nothing is judged a second time for a report', () => {
  const check = jest.spyOn(RULES.find(({ id }) => id === 'ZT-SQS-001')!, 'check');
  synth([]);
  const without = check.mock.calls.length;
  check.mockClear();
  synth([ReportFormat.JSON]);
  expect(without).toBeGreaterThan(0);
  expect(check.mock.calls).toHaveLength(without);
});

describe('verdicts are handed over for the templates that were judged, and for no others', () => {
  const input: TemplateInput = { id: 'A', name: 'A', text: '{}', template: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'A/Queue' } } } } };
  const judged = { inputs: [input], model: new TemplateModel([input]), verdicts: [], coverage: [], capabilities: [] };

  test('the same', () => expect(areJudged(judged, [{ ...input }])).toBe(true));

  test.each<Partial<TemplateInput>>([
    { id: 'B' }, { name: 'B' }, { text: '{ }' }, { text: undefined }, { account: '111111111111' }, { region: 'eu-west-1' },
    { nestedIn: { id: 'B', logicalId: 'A' } }, { constructPaths: new Map([['Queue', 'A/Other']]) },
  ])('not with %p', (changed) => expect(areJudged(judged, [{ ...input, ...changed }])).toBe(false));

  test('not one more', () => expect(areJudged(judged, [input, input])).toBe(false));
});
