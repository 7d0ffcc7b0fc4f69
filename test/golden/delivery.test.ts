import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { deliveryApp } from '../../examples/delivery/app';
import { RELEASES } from '../../examples/delivery/delivery-stack';
import { TemplateModel } from '../../src/model';
import { readTemplates } from '../../src/model/read-templates';
import { summariseStacks } from '../../src/report/stacks';
import { Findings, reportOf } from '../support/packs';

jest.setTimeout(300_000);

const outdir = mkdtempSync(join(tmpdir(), 'zt-delivery-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('delivery', () => {
  let app: App;
  let findings: Findings;
  const resources = (): Record<string, any> => app.synth().getStackByName('Delivery').template.Resources;
  const ofType = (type: string): [string, any][] => Object.entries(resources()).filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties]);

  beforeAll(() => {
    app = deliveryApp({ outdir });
    app.synth();
    findings = reportOf(outdir);
  });

  test('leaves nothing open in five packs and our own', () => {
    expect(findings.open).toEqual([]);
  });

  test('acknowledges of its own stack what no configuration removes', () => {
    const own = findings.acknowledged.filter(({ path }) => path.startsWith('Delivery/'));
    const rules = own.map(({ rule }) => rule.replace(/^[^-]*-/, '').replace(/\[.*/, ''));
    expect([...new Set(rules)].sort()).toEqual([
      'CodeBuildProjectSourceRepoUrl', 'IAM5', 'LambdaConcurrency', 'S3BucketReplicationEnabled', 'S3DefaultEncryptionKMS', 'SQSRedrivePolicy', 'VPCDefaultSecurityGroupClosed',
    ]);
  });

  test('deploys the templates that were signed', () => {
    const template = app.synth().getStackByName('Delivery').template;
    const [pipeline] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
    const actions = pipeline.Properties.Stages.flatMap(({ Actions }: any) => Actions);
    const deployed = actions.flatMap(({ Configuration = {} }: any) => Configuration.TemplatePath ?? []);
    expect(deployed.map((path: string) => path.replace(/[0-9A-F]{8}(?=\.template)/, ''))).toEqual([
      'Signed::Delivery.template.json', 'Signed::assembly-Production/ProductionOrders.template.json',
    ]);
    for (const path of deployed) expect(JSON.parse(readFileSync(join(outdir, path.replace('Signed::', '')), 'utf-8')).Resources).toBeDefined();
  });

  test('lets Lambda run what the pipeline signed, and nothing else', () => {
    const signed = [app.synth().getNestedAssembly('assembly-Production').stacks[0], app.synth().getStackByName('Delivery')].flatMap(({ template }) => {
      const of = (type: string) => Object.values<any>(template.Resources).filter(({ Type }) => Type === type);
      const [config] = of('AWS::Lambda::CodeSigningConfig');
      expect(config.Properties).toMatchObject({
        AllowedPublishers: { SigningProfileVersionArns: expect.arrayContaining([RELEASES]) }, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      });
      return of('AWS::Lambda::Function').filter(({ Properties }) => Properties.Code.S3Key !== undefined).map(({ Properties }) => Properties.CodeSigningConfigArn);
    });
    expect(signed.length).toBeGreaterThan(4);
    expect(signed).not.toContain(undefined);
  });

  test('has AWS Config look for what the rules look for', () => {
    const types = Object.values(resources()).map(({ Type }) => Type);
    for (const type of ['ConfigurationRecorder', 'DeliveryChannel', 'ConformancePack', 'RemediationConfiguration']) expect(types).toContain(`AWS::Config::${type}`);
  });

  test('reports each Monday, from the evidence of the gate of its own pipeline', () => {
    const [[, schedule]] = ofType('AWS::Scheduler::Schedule').filter(([, { Description }]) => Description === 'Compliance reports');
    expect(schedule.ScheduleExpression).toBe('cron(0 6 ? * MON *)');
    const { Environment: { Variables } } = resources()[schedule.Target.Arn['Fn::GetAtt'][0]].Properties;
    const [[, pipeline]] = ofType('AWS::CodePipeline::Pipeline');
    const actions = pipeline.Stages.flatMap(({ Actions }: any) => Actions);
    expect(actions.filter(({ OutputArtifacts = [] }: any) => OutputArtifacts.some(({ Name }: any) => Name === 'Evidence'))).toHaveLength(1);
    expect([Variables.EVIDENCE_PREFIX, Variables.EVIDENCE_BUCKET]).toEqual([`${pipeline.Name}/Evidence/`, pipeline.ArtifactStore.Location]);
  });

  test('costs each month what its README has', () => {
    const readme = readFileSync(join(__dirname, '../../examples/delivery/README.md'), 'utf-8');
    const rows = [...readme.matchAll(/^\| (.*) \| (\**)([\d.]+)\** \|$/gm)].map(([, what, total, usd]) => ({ what, isTotal: total !== '', usd: Number(usd) }));
    const { monthlyUsd, costs } = summariseStacks(new TemplateModel(readTemplates(outdir))).find(({ name }) => name === 'Delivery')!.fixed;
    const sum = (named: RegExp) => rows.filter(({ what, isTotal }) => !isTotal && named.test(what)).reduce((all, { usd }) => all + usd, 0);
    expect(rows.filter(({ isTotal }) => isTotal).map(({ usd }) => usd)).toEqual([monthlyUsd]);
    expect(sum(/./)).toBeCloseTo(monthlyUsd);
    expect(costs.map(({ type }) => type).sort()).toEqual(['AWS::CloudWatch::Alarm', 'AWS::EC2::VPCEndpoint', 'AWS::KMS::Key']);
    for (const { type, monthlyUsd: usd } of costs) expect([type, sum({ Alarm: /^two alarms/, VPCEndpoint: /^interface endpoints/, Key: /^(the )?keys/ }[type.split('::')[2]]!)]).toEqual([type, expect.closeTo(usd)]);
  });

  test('watches the API by the name that it has', () => {
    const template = app.synth().getNestedAssembly('assembly-Production').stacks[0].template;
    const [api] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::ApiGateway::RestApi');
    expect(api.Properties.Name).toBe('Production-Orders-Api');
  });
});
