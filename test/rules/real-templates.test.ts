import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { TemplateModel } from '../../src/model';
import { evaluate, Rule, RULES, Verdict } from '../../src/rules';
import { buildProfileApp } from '../policy/support/profile-app';
import { buildWholeApp } from '../policy/support/whole-app';

/**
 * Rules on what is safe when nothing is said, so that taking a property away cannot break it: without an Allow, a layer, a domain or a
 * boundary there is nothing to guard.
 */
const SAFE_BY_DEFAULT = [
  'ZT-APIGATEWAY-002', 'ZT-APIGATEWAY-010', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-014', 'ZT-APIGATEWAY-016', 'ZT-APIGATEWAY-019', 'ZT-APIGATEWAY-020',
  'ZT-APIGATEWAY-021', 'ZT-APIGATEWAY-022', 'ZT-APIGATEWAY-024', 'ZT-APIGATEWAY-025', 'ZT-APIGATEWAY-026', 'ZT-BACKUP-004', 'ZT-COGNITO-006', 'ZT-COGNITO-007',
  'ZT-COGNITO-008', 'ZT-COGNITO-013', 'ZT-COGNITO-015', 'ZT-COGNITO-016', 'ZT-DATAFLOW-003', 'ZT-EC2-002', 'ZT-EC2-006', 'ZT-EC2-007',
  'ZT-EC2-011', 'ZT-EC2-013', 'ZT-ENCRYPTION-002', 'ZT-GRAPH-001', 'ZT-GRAPH-002', 'ZT-IAM-003', 'ZT-IAM-005', 'ZT-IAM-006', 'ZT-IAM-007',
  'ZT-IAM-011', 'ZT-IAM-013', 'ZT-IAM-016', 'ZT-IAM-017', 'ZT-IAM-019', 'ZT-IAM-022', 'ZT-IAM-025', 'ZT-IAM-027', 'ZT-IAM-060',
  'ZT-IAM-061', 'ZT-IAM-062', 'ZT-KMS-003', 'ZT-KMS-004', 'ZT-KMS-005',
  'ZT-KMS-006', 'ZT-KMS-007', 'ZT-KMS-008', 'ZT-LAMBDA-007', 'ZT-LAMBDA-009', 'ZT-LAMBDA-012', 'ZT-LAMBDA-013', 'ZT-LAMBDA-014', 'ZT-LAMBDA-020',
  'ZT-LAMBDA-021', 'ZT-LAMBDA-023', 'ZT-LAMBDA-024', 'ZT-LAMBDA-026', 'ZT-LAMBDA-028', 'ZT-LAMBDA-029', 'ZT-LAMBDA-030', 'ZT-LAMBDA-031',
  'ZT-LAMBDA-032', 'ZT-LAMBDA-034', 'ZT-LAMBDA-035', 'ZT-LAMBDA-036', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038', 'ZT-LAMBDA-039', 'ZT-LAMBDA-060', 'ZT-LOGS-005',
  'ZT-LOGS-009', 'ZT-LOGS-011', 'ZT-ROUTE53RESOLVER-004', 'ZT-S3-005', 'ZT-S3-006', 'ZT-S3-009', 'ZT-S3-010', 'ZT-S3-011', 'ZT-S3-014',
  'ZT-S3-015', 'ZT-S3-016',
  'ZT-SECRETS-004',
  'ZT-SECRETS-005', 'ZT-SECRETS-008', 'ZT-SECRETS-009', 'ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-SNS-003', 'ZT-SNS-004', 'ZT-SNS-005', 'ZT-SQS-003', 'ZT-SQS-004', 'ZT-TRUST-001',
  'ZT-TRUST-002', 'ZT-TRUST-003', 'ZT-TRUST-004', 'ZT-TRUST-008', 'ZT-WAF-004', 'ZT-WAF-007',
];

/** Services of which these apps have nothing. */
const WITHOUT_CONSTRUCT = new RegExp(`^ZT-(${[
  'ACCESSANALYZER', 'APPSYNC', 'ATHENA', 'BUDGETS', 'CE', 'CLOUDFORMATION', 'CLOUDFRONT', 'CODEBUILD', 'CODEDEPLOY', 'CODEPIPELINE', 'CONFIG',
  'DAX', 'ECR', 'ECS', 'EKS', 'ELB', 'EMR', 'GLUE', 'SAGEMAKER', 'SSM',
  'EVENTS', 'FIREHOSE', 'GUARDDUTY', 'INSPECTOR', 'KINESIS', 'MACIE', 'NETWORKFIREWALL', 'OPENSEARCH', 'ORGANIZATIONS', 'PIPES', 'RDS',
  'ROUTE53RESOLVER', 'SCHEDULER', 'SECURITYHUB', 'SECURITYLAKE',
  'SIGNER', 'STATES', 'VERIFIEDPERMISSIONS', 'VPCLATTICE',
].join('|')})-`);

function synthesised(): any[] {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-real-'));
  const app = new App({ outdir });
  const stacks = [buildWholeApp(app), buildProfileApp(app)];
  const assembly = app.synth();
  const made = stacks.map(({ stackName }) => assembly.getStackByName(stackName).template);
  rmSync(outdir, { recursive: true, force: true });
  return made;
}

function judge(template: unknown, rules: Rule[] = RULES): Verdict[] {
  return evaluate(new TemplateModel([{ id: 'App', name: 'App', template }]), rules);
}

const templates = synthesised();
const verdicts = templates.flatMap((template) => judge(template));

test('every rule passes on what the constructs of this library make', () => {
  const open = verdicts.filter(({ result }) => result.verdict !== 'pass');
  expect(open.map(({ rule, resource, result }) => `${rule.id} ${resource.logicalId} ${JSON.stringify(result)}`)).toEqual([]);
});

test('nearly every rule has something to look at there', () => {
  const idle = RULES.filter((rule) => !verdicts.some((verdict) => verdict.rule === rule)).map(({ id }) => id)
    .filter((id) => !WITHOUT_CONSTRUCT.test(id));
  // there is no domain name and no HTTP API, no route leads out, nobody has an access key, and there are no network ACL, URL, signing configuration,
  // shared layer, whole policy of a function, subscription, parameter, anomaly detector, subscription filter and account by its number,
  // nor an identity pool, Client VPN, transit gateway and image
  expect(idle).toEqual([
    'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-009', 'ZT-APIGATEWAY-018', 'ZT-CLOUDWATCH-003', 'ZT-COGNITO-009', 'ZT-COGNITO-017', 'ZT-COGNITO-018', 'ZT-DYNAMODB-004', 'ZT-EC2-005',
    'ZT-EC2-008',
    'ZT-EC2-010', 'ZT-EC2-015', 'ZT-EC2-016', 'ZT-EC2-017', 'ZT-EC2-018', 'ZT-EC2-019', 'ZT-EC2-020', 'ZT-EC2-021', 'ZT-ENCRYPTION-001', 'ZT-ENCRYPTION-003',
    'ZT-EXPOSURE-001', 'ZT-EXPOSURE-002', 'ZT-EXPOSURE-003', 'ZT-IAM-010', 'ZT-LAMBDA-008', 'ZT-LAMBDA-011',
    'ZT-LAMBDA-016', 'ZT-LAMBDA-017', 'ZT-LAMBDA-022', 'ZT-LOGS-007', 'ZT-LOGS-008', 'ZT-LOGS-012', 'ZT-LOGS-013', 'ZT-SECRETS-006', 'ZT-SNS-006',
    'ZT-TRUST-006', 'ZT-TRUST-007',
  ]);
});

test('every rule there fires when the property is taken away that it guards', () => {
  const judged = new Set(verdicts.map(({ rule }) => rule));
  const silent = templates.reduce<Rule[]>((rules, template) => silentOn(template, rules), RULES.filter((rule) => judged.has(rule)));
  expect(silent.map(({ id }) => id)).toEqual(SAFE_BY_DEFAULT);
});

/** The rules that pass whatever property or policy of deletion a template loses. */
function silentOn(template: any, rules: Rule[]): Rule[] {
  const mutants = Object.entries<any>(template.Resources).flatMap(([logicalId, resource]) => [
    ...Object.keys(resource.Properties ?? {}).map((name) => ({ ...resource, Properties: without(resource.Properties, name) })),
    without(resource, 'DeletionPolicy'),
  ].map((mutant) => ({ ...template, Resources: { ...template.Resources, [logicalId]: mutant } })));
  return mutants.reduce<Rule[]>((silent, mutant) => {
    const fired = new Set(judge(mutant, silent).filter(({ result }) => result.verdict !== 'pass').map(({ rule }) => rule));
    return silent.filter((rule) => !fired.has(rule));
  }, rules);
}

function without(object: any, key: string): any {
  const { [key]: _, ...rest } = object;
  return rest;
}
