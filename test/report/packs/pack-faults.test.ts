import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { nagRuleNames } from '../../../scripts/nag-rule-names';
import { readTemplates } from '../../../src/model/read-templates';
import { collectEvidence, Evidence } from '../../../src/report/evidence';
import names from '../../../src/report/packs/data/nag-rule-names.json';
import { withPackFindings } from '../../../src/report/packs/pack-faults';
import { PackViolation, readPackViolations } from '../../../src/report/packs/pack-findings';
import { writeSummary } from '../../../src/report/summary';
import { writeCsv, writeHtml, writeJson, writeOscal, writeSarif, writeTable } from '../support/whole';

const TOOL = { name: 'cdk-zero-trust', version: '0.0.0' };
const [DAY, BUCKET, POLICY] = ['2026-06-30', 'App/Bucket/Resource', 'App/Bucket/Policy/Resource'];
const REPLICATION = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-S3BucketReplicationEnabled`);
const VERSIONING = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-S3BucketVersioningEnabled`);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-packs-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (path: string) => ({ Metadata: { 'aws:cdk:path': path } });

function judged(): Evidence {
  const file = join(directory, 'App.template.json');
  writeFileSync(file, JSON.stringify({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', ...at(BUCKET) },
      Other: { Type: 'AWS::S3::Bucket', ...at('App/Other/Resource') },
      Policy: { Type: 'AWS::S3::BucketPolicy', ...at(POLICY), Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: [] } } },
    },
  }));
  return collectEvidence(readTemplates(file));
}

const of = (path: string, ...rules: string[]): PackViolation[] => rules.map((rule) => ({ pack: 'Pack', rule, path, severity: 'error' }));
const grouped = (...findings: PackViolation[]) => withPackFindings(judged(), findings);
const reportedOn = ({ items }: Evidence, rule: string, path = BUCKET) => (
  items.find((item) => item.rule.id === rule && item.constructPath === path)!.alsoReportedBy
);

describe('a fault that several packs report is told once', () => {
  test('to the finding of ours that tells it, with the id of each', () => {
    const evidence = grouped(...of(BUCKET, ...VERSIONING));
    expect(reportedOn(evidence, 'ZT-S3-007')).toEqual(VERSIONING);
    expect(evidence.packs).toEqual({ findings: 3, alone: [] });
    expect(reportedOn(evidence, 'ZT-S3-007', 'App/Other/Resource')).toBeUndefined();
    expect(reportedOn(evidence, 'ZT-S3-003')).toBeUndefined();
  });

  test('to each other where no rule of ours tells it', () => {
    expect(grouped(...of(BUCKET, ...REPLICATION)).packs!.alone)
      .toEqual([{ name: 'S3BucketReplicationEnabled', path: BUCKET, ids: REPLICATION, findings: 3, isError: true }]);
  });

  test('ids that are numbers are known by name', () => {
    expect(reportedOn(grouped(...of(BUCKET, 'AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled')), 'ZT-S3-004'))
      .toEqual(['AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled']);
  });

  test('on a companion that it refers to', () => {
    expect(reportedOn(grouped(...of(POLICY, 'AwsSolutions-S10')), 'ZT-S3-003')).toEqual(['AwsSolutions-S10']);
    expect(reportedOn(grouped(...of(POLICY, 'AwsSolutions-S10')), 'ZT-S3-003', 'App/Other/Resource')).toBeUndefined();
  });

  test('two findings of a rule, or on two resources, stay two', () => {
    const faults = grouped(...of('App/P', 'AwsSolutions-IAM5[Action::s3:*]', 'AwsSolutions-IAM5[Resource::*]'), ...of('App/Q', 'AwsSolutions-IAM5[Resource::*]'));
    expect(faults.packs!.alone.map(({ path, ids }) => [path, ...ids])).toEqual([
      ['App/P', 'AwsSolutions-IAM5[Action::s3:*]'], ['App/P', 'AwsSolutions-IAM5[Resource::*]'], ['App/Q', 'AwsSolutions-IAM5[Resource::*]'],
    ]);
  });

  test('rules of unknown packs stay as they are, names like __proto__ too', () => {
    const { alone } = grouped(...of(BUCKET, 'Mine-Rule', 'Mine-__proto__', 'constructor')).packs!;
    expect(alone.map(({ ids }) => ids)).toEqual([['Mine-Rule'], ['Mine-__proto__'], ['constructor']]);
  });
});

describe('reports', () => {
  const findings = () => [...of(BUCKET, ...VERSIONING, ...REPLICATION)];

  test('have every id, and the same verdicts as without packs', () => {
    const [without, evidence] = [judged(), grouped(...findings())];
    for (const report of [writeTable(evidence), writeHtml(evidence, TOOL, DAY), writeSarif(evidence, TOOL), writeJson(evidence, TOOL)]) {
      for (const id of [...VERSIONING, ...REPLICATION]) expect(report).toContain(id);
    }
    for (const id of VERSIONING) expect(writeOscal(evidence, TOOL, DAY)).toContain(id);
    expect(evidence.items.map(({ verdict }) => verdict)).toEqual(without.items.map(({ verdict }) => verdict));
    expect(writeCsv(evidence)).toBe(writeCsv(without));
    expect(JSON.parse(writeSarif(evidence, TOOL)).runs[0].results.length).toBe(JSON.parse(writeSarif(without, TOOL)).runs[0].results.length);
  });

  test('the table tells S3 replication once', () => {
    const table = writeTable(grouped(...findings()));
    expect(table.match(/S3BucketReplicationEnabled \(/g)).toHaveLength(1);
    expect(table).toContain('OTHER PACKS\n  6 findings of packs at synthesis: 3 tell what rules of ours found too, 3 tell 1 fault besides.');
    expect(writeTable(judged())).not.toContain('OTHER PACKS');
  });

  test('the summary names them under its rules, and counts all', () => {
    const summary = writeSummary(grouped(...of(BUCKET, 'AwsSolutions-S10', ...REPLICATION)));
    expect(summary).toContain('4 findings of packs at synthesis: 1 tell what rules of ours found too, 3 tell 1 fault besides.');
    expect(summary).toMatch(/ZT-S3-003 .*\n.*\n {10}also reported by AwsSolutions-S10\n/);
  });
});

test('an assembly tells what its packs found and nobody acknowledged; other input tells nothing', () => {
  expect(readPackViolations([directory])).toBeUndefined();
  const violation = (ruleName: string, constructPath: string) => ({ ruleName, severity: 'warning', violatingConstructs: [{ constructPath }] });
  writeFileSync(join(directory, 'validation-report.json'), JSON.stringify({
    pluginReports: [
      { pluginName: 'AwsSolutions', violations: [violation('AwsSolutions-S1', BUCKET)], suppressedViolations: [violation('AwsSolutions-S10', BUCKET)] },
      { pluginName: 'ZeroTrust', violations: [violation('ZT-S3-003', BUCKET)] },
      { pluginName: 'CloudFormation Validate', violations: [violation('W3010', BUCKET)] },
    ],
  }));
  expect(readPackViolations([directory])).toEqual([{ pack: 'AwsSolutions', rule: 'AwsSolutions-S1', path: BUCKET, severity: 'warning' }]);
  writeFileSync(join(directory, 'validation-report.json'), '{');
  expect(readPackViolations([directory])).toEqual([]);
});

test('the data has what the packs of cdk-nag call by a number', () => {
  expect(names).toEqual(nagRuleNames());
  expect(names['AwsSolutions-S1']).toBe('S3BucketLoggingEnabled');
});
