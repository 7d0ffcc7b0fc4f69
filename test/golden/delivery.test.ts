import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { deliveryApp } from '../../examples/delivery/app';
import { RELEASES } from '../../examples/delivery/delivery-stack';
import { Findings, reportOf } from '../support/packs';

jest.setTimeout(300_000);

const outdir = mkdtempSync(join(tmpdir(), 'zt-delivery-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('delivery', () => {
  let app: App;
  let findings: Findings;

  beforeAll(() => {
    app = deliveryApp({ outdir });
    app.synth();
    findings = reportOf(outdir);
  });

  test('leaves nothing open in five packs and our own', () => {
    expect(findings.open).toEqual([]);
  });

  test('acknowledges of the pipeline what has no ARN, ends a chain or has no source of its own', () => {
    const own = findings.acknowledged.filter(({ path }) => path.startsWith('Delivery/'));
    const rules = own.map(({ rule }) => rule.replace(/^[^-]*-/, '').replace(/\[.*/, ''));
    expect([...new Set(rules)].sort()).toEqual(['CodeBuildProjectSourceRepoUrl', 'IAM5', 'S3BucketReplicationEnabled', 'S3DefaultEncryptionKMS', 'SQS3', 'SQSRedrivePolicy']);
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
    const { Resources } = app.synth().getNestedAssembly('assembly-Production').stacks[0].template;
    const of = (type: string) => Object.values<any>(Resources).filter(({ Type }) => Type === type);
    const [config] = of('AWS::Lambda::CodeSigningConfig');
    expect(config.Properties).toMatchObject({
      AllowedPublishers: { SigningProfileVersionArns: expect.arrayContaining([RELEASES]) }, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    });
    const zips = of('AWS::Lambda::Function').filter(({ Properties }) => Properties.Code.S3Key !== undefined);
    expect(zips.length).toBeGreaterThan(3);
    expect(zips.filter(({ Properties }) => Properties.CodeSigningConfigArn === undefined)).toEqual([]);
  });

  test('has AWS Config look for what the rules look for', () => {
    const { Resources } = app.synth().getStackByName('Delivery').template;
    const types = Object.values<any>(Resources).map(({ Type }) => Type);
    for (const type of ['ConfigurationRecorder', 'DeliveryChannel', 'ConformancePack', 'RemediationConfiguration']) expect(types).toContain(`AWS::Config::${type}`);
  });

  test('watches the API by the name that it has', () => {
    const template = app.synth().getNestedAssembly('assembly-Production').stacks[0].template;
    const [api] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::ApiGateway::RestApi');
    expect(api.Properties.Name).toBe('Production-Orders-Api');
  });
});
