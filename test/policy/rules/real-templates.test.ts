import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { TemplateModel } from '../../../src/policy/model';
import { evaluate, RULES, Verdict } from '../../../src/policy/rules';
import { buildWholeApp } from '../support/whole-app';

/** Rules whose property is safe when nothing is said, so that taking a property away cannot break it. */
const SAFE_BY_DEFAULT = [
  'ZT-APIGATEWAY-002', 'ZT-APIGATEWAY-010', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-016', 'ZT-APIGATEWAY-019', 'ZT-APIGATEWAY-020',
  'ZT-APIGATEWAY-021', 'ZT-APIGATEWAY-022', 'ZT-CLOUDTRAIL-003', 'ZT-COGNITO-006', 'ZT-COGNITO-007', 'ZT-COGNITO-008', 'ZT-COGNITO-013',
  'ZT-COGNITO-015', 'ZT-EC2-006', 'ZT-EC2-007', 'ZT-EC2-011', 'ZT-IAM-003', 'ZT-IAM-005', 'ZT-IAM-006', 'ZT-IAM-007', 'ZT-IAM-011', 'ZT-IAM-013',
  'ZT-IAM-016', 'ZT-IAM-017', 'ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-005', 'ZT-KMS-006', 'ZT-KMS-007', 'ZT-LAMBDA-007', 'ZT-LAMBDA-009', 'ZT-LAMBDA-012',
  'ZT-LAMBDA-013', 'ZT-LAMBDA-014', 'ZT-LAMBDA-020', 'ZT-LAMBDA-021', 'ZT-LAMBDA-023', 'ZT-LAMBDA-024', 'ZT-LAMBDA-026', 'ZT-LAMBDA-028', 'ZT-LAMBDA-030', 'ZT-LAMBDA-031',
  'ZT-LOGS-005',
  'ZT-LOGS-009', 'ZT-ROUTE53RESOLVER-004', 'ZT-S3-005', 'ZT-S3-006', 'ZT-S3-009', 'ZT-S3-010', 'ZT-S3-011', 'ZT-SECRETS-004', 'ZT-SECRETS-005', 'ZT-SNS-003', 'ZT-SNS-004',
  'ZT-SNS-005', 'ZT-SQS-003', 'ZT-SQS-004', 'ZT-WAF-004', 'ZT-WAF-007',
];

/** Services that the constructs do not make resources of yet. */
const WITHOUT_CONSTRUCT = new RegExp(`^ZT-(${[
  'ACCESSANALYZER', 'APPSYNC', 'BACKUP', 'CLOUDFRONT', 'CODEBUILD', 'CODEPIPELINE', 'CONFIG', 'DAX', 'EVENTS', 'FIREHOSE', 'GUARDDUTY',
  'INSPECTOR', 'KINESIS', 'MACIE', 'NETWORKFIREWALL', 'ORGANIZATIONS', 'PIPES', 'ROUTE53RESOLVER', 'SCHEDULER', 'SECURITYHUB', 'SECURITYLAKE',
  'SIGNER', 'STATES', 'VERIFIEDPERMISSIONS', 'VPCLATTICE',
].join('|')})-`);

function synthesised(): any {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-real-'));
  const app = new App({ outdir });
  const stack = buildWholeApp(app);
  const { template } = app.synth().getStackByName(stack.stackName);
  rmSync(outdir, { recursive: true, force: true });
  return template;
}

function judge(template: unknown): Verdict[] {
  return evaluate(new TemplateModel([{ id: 'App', name: 'App', template }]), RULES);
}

const template = synthesised();
const verdicts = judge(template);

test('every rule passes on what the constructs of this library make', () => {
  const open = verdicts.filter(({ result }) => result.verdict !== 'pass');
  expect(open.map(({ rule, resource, result }) => `${rule.id} ${resource.logicalId} ${JSON.stringify(result)}`)).toEqual([]);
});

test('nearly every rule has something to look at there', () => {
  const idle = RULES.filter((rule) => !verdicts.some((verdict) => verdict.rule === rule)).map(({ id }) => id)
    .filter((id) => !WITHOUT_CONSTRUCT.test(id));
  // there is no domain name and no HTTP API, no route leads out, nobody has an access key, and there are no network ACL, URL, signing configuration,
  // shared layer, whole policy of a function, subscription, parameter, anomaly detector and subscription filter
  expect(idle).toEqual([
    'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-009', 'ZT-APIGATEWAY-018', 'ZT-CLOUDWATCH-003', 'ZT-COGNITO-009', 'ZT-DYNAMODB-004', 'ZT-EC2-005', 'ZT-EC2-008',
    'ZT-EC2-010', 'ZT-IAM-010', 'ZT-LAMBDA-008', 'ZT-LAMBDA-011', 'ZT-LAMBDA-016', 'ZT-LAMBDA-017', 'ZT-LAMBDA-022', 'ZT-LOGS-007',
    'ZT-LOGS-008', 'ZT-S3-014', 'ZT-SECRETS-006', 'ZT-SNS-006',
  ]);
});

test('every rule there fires when the property is taken away that it guards', () => {
  const fired = new Set<string>();
  for (const [logicalId, resource] of Object.entries<any>(template.Resources)) {
    const properties = Object.keys(resource.Properties ?? {}).map((name) => ({ ...resource, Properties: without(resource.Properties, name) }));
    for (const mutant of [...properties, without(resource, 'DeletionPolicy')]) {
      const judged = judge({ ...template, Resources: { ...template.Resources, [logicalId]: mutant } });
      for (const { rule, result } of judged) if (result.verdict !== 'pass') fired.add(rule.id);
    }
  }
  const silent = [...new Set(verdicts.map(({ rule }) => rule.id))].filter((id) => !fired.has(id));
  expect(silent).toEqual(SAFE_BY_DEFAULT);
});

function without(object: any, key: string): any {
  const { [key]: _, ...rest } = object;
  return rest;
}
