import { writeFileSync } from 'fs';
import { join } from 'path';
import { CORRESPONDENCE } from '../src/report/packs/correspondence';
import { ruleOf } from '../src/rules';
import { PATTERNS } from '../test/parity/patterns';
import { compare, Comparison } from '../test/parity/support/compare';
import { NagRule, nagRules, otherServices } from '../test/parity/support/nag-rules';

const SERVICES: Record<string, string> = {
  apigw: 'API Gateway',
  cloudfront: 'CloudFront',
  cloudtrail: 'CloudTrail',
  cloudwatch: 'CloudWatch and its logs',
  cognito: 'Cognito',
  dynamodb: 'DynamoDB',
  ec2: 'Security groups',
  eventbridge: 'EventBridge',
  iam: 'IAM',
  kinesis: 'Kinesis',
  kms: 'KMS',
  lambda: 'Lambda',
  s3: 'S3',
  secretsmanager: 'Secrets Manager',
  sns: 'SNS',
  sqs: 'SQS',
  stepfunctions: 'Step Functions',
  vpc: 'VPC',
  waf: 'WAF',
};

/** docs/parity.md: what each rule of cdk-nag has here, from the table and from what both find on the patterns. */
export function parityPage({ findings, ours, alone }: Comparison): string {
  const rules = nagRules();
  const found = findings.filter((finding) => finding.ours.length > 0);
  const judged = rules.filter(({ name }) => (CORRESPONDENCE[name]?.rules ?? []).length > 0);
  const aloneIds = [...new Set(alone.map(({ rule }) => rule.id))].sort();
  return [
    '# Beside cdk-nag',
    '',
    '<!-- Made from test/parity by `npx tsx scripts/parity-md.ts`. -->',
    '',
    'What each rule of cdk-nag\'s packs AwsSolutions, Serverless, HIPAA.Security, NIST.800.53.R5 and PCI.DSS.321 on serverless services has here, and',
    `what both find on ${PATTERNS.length} public patterns: AWS Solutions Constructs, and applications of plain constructs as the guides of AWS show them.`,
    '',
    `- ${rules.length} rules of cdk-nag: ${judged.length} have rules here, ${rules.length - judged.length} have none, with the reason.`,
    `- ${findings.length} findings of cdk-nag, the same one in several packs counted once: ${found.length} are findings here on the same resource,`,
    `  or on one that stands for it; the other ${findings.length - found.length} have a reason in the table.`,
    `- ${ours.length} findings here, by ${new Set(ours.map(({ item }) => item.rule.id)).size} rules: ${alone.length} of them no pack has, by the ${aloneIds.length} rules below.`,
    '',
    `The packs have rules on other services too, which are not compared: ${otherServices().join(', ')} (of EC2 security groups only are).`,
    '',
    'The counts are findings of cdk-nag on the patterns, and how many of them are findings here too.',
    '',
    ...Object.keys(SERVICES).flatMap((service) => section(service, rules.filter((rule) => rule.service === service), findings)),
    '## What no pack finds on these patterns',
    '',
    '| rule | what holds | findings |',
    '|---|---|---|',
    ...aloneIds.map((id) => `| ${link(id)} | ${titleOf(id)} | ${alone.filter(({ rule }) => rule.id === id).length} |`),
    '',
  ].join('\n');
}

function section(service: string, rules: NagRule[], findings: Comparison['findings']): string[] {
  return [
    `## ${SERVICES[service]}`,
    '',
    '| cdk-nag | in packs as | here | found | why not |',
    '|---|---|---|---|---|',
    ...rules.map(({ name, ids }) => {
      const { rules: own = [], reason = '' } = CORRESPONDENCE[name];
      const these = findings.filter(({ rule }) => rule === name);
      const both = these.filter((finding) => finding.ours.length > 0);
      return `| ${name} | ${packs(name, ids)} | ${own.map(link).join(', ') || 'none'} | ${these.length} / ${both.length} | ${reason} |`;
    }),
    '',
  ];
}

/** `AwsSolutions-SQS2`, and of packs that keep the name of the rule the name of the pack. */
function packs(name: string, ids: string[]): string {
  return ids.map((id) => id.replace(`-${name}`, '')).join(', ');
}

function link(id: string): string {
  return `[${id}](../RULES.md#${id.toLowerCase()})`;
}

function titleOf(id: string): string {
  return ruleOf(id)!.title.replace(/\|/g, '\\|');
}

if (require.main === module) {
  Object.assign(process.env, { CDK_VALIDATION: 'false', JSII_DEPRECATED: 'quiet' });
  writeFileSync(join(__dirname, '..', 'docs', 'parity.md'), parityPage(compare()));
}
