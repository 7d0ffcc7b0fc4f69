import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative } from 'path';
import * as ts from 'typescript';
import { RULES } from '../../src/rules';

const SRC = join(__dirname, '..', '..', 'src');

/** Words that no AWS page uses for these things. */
const BANNED_IN_TITLES = /\b(somebody|nobody|anybody|everybody|anyone|everyone|says?|tells?|stands?|asks?|lets?|mends?|answers?|second factor|web firewall)\b/i;
const BANNED_ANYWHERE = /\b(somebody|nobody|anybody|everybody|mend(s|ed)?)\b/i;

/** How AWS names the services and resources of a folder of rules. */
const NOUNS: Record<string, RegExp> = {
  accessanalyzer: /IAM Access Analyzer/,
  apigateway: /API Gateway|REST API|HTTP API|WebSocket API|API stage|\bAPIs?\b/,
  appsync: /AppSync|GraphQL API/,
  athena: /Athena/,
  backup: /AWS Backup|backup (vault|plan)/i,
  budgets: /AWS Budgets/,
  ce: /Cost Anomaly Detection/,
  cloudformation: /CloudFormation/,
  cloudfront: /CloudFront/,
  cloudtrail: /CloudTrail/,
  cloudwatch: /CloudWatch/,
  codebuild: /CodeBuild/,
  codedeploy: /CodeDeploy/,
  codepipeline: /CodePipeline/,
  cognito: /Cognito/,
  config: /AWS Config|conformance pack/i,
  dataflow: /Lambda|function|S3|DynamoDB|data stores?|workloads?/i,
  dax: /DAX/,
  dynamodb: /DynamoDB/,
  ecr: /ECR/,
  ecs: /ECS/,
  eks: /EKS/,
  elb: /load balancers?/i,
  ec2: /EC2|VPC|security group|subnet|network ACL|endpoint|route|Lambda/i,
  emr: /EMR/,
  encryption: /encrypted at rest|TLS|aws:SecureTransport/,
  events: /EventBridge/,
  exposure: /publicly accessible|require authentication/,
  firehose: /Firehose/,
  glue: /Glue/,
  graph: /IAM|event source/,
  guardduty: /GuardDuty/,
  iam: /IAM|role|permissions boundary|trust polic|OIDC|data perimeter/i,
  inspector: /Inspector/,
  kinesis: /Kinesis/,
  kms: /KMS/,
  lambda: /Lambda|event source mapping|code signing/i,
  logs: /CloudWatch Logs|log group/i,
  macie: /Macie/,
  networkfirewall: /Network Firewall/,
  opensearch: /OpenSearch/,
  organizations: /SCP|RCP|Organizations/,
  pipes: /Pipes/,
  rds: /RDS|Aurora/,
  route53resolver: /Route 53|DNS Firewall|Resolver|VPC/,
  s3: /S3/,
  sagemaker: /SageMaker/,
  scheduler: /Scheduler/,
  secrets: /Secrets Manager|secret|SSM parameter|Parameter Store/i,
  securityhub: /Security Hub/,
  securitylake: /Security Lake/,
  signer: /Signer|signing profile/i,
  sns: /SNS/,
  sqs: /SQS/,
  ssm: /Systems Manager|Session Manager/,
  states: /Step Functions/,
  trust: /polic|Permissions|trusted accounts/i,
  verifiedpermissions: /Verified Permissions|policy store/i,
  vpclattice: /VPC Lattice/,
  waf: /WAF/,
};

test.each(RULES.map(({ id, title }) => [id, title]))('%s is titled in words of AWS: %s', (id, title) => {
  expect(title).not.toMatch(BANNED_IN_TITLES);
  expect(title).not.toMatch(/\.$/);
  expect(title.length).toBeLessThanOrEqual(110);
  expect(title).toMatch(NOUNS[id.split('-')[1].toLowerCase()]);
});

test('no two rules have one title', () => {
  expect(new Set(RULES.map(({ title }) => title)).size).toBe(RULES.length);
});

test('the words that are refused are found where they are', () => {
  expect('A web firewall stands before every stage').toMatch(BANNED_IN_TITLES);
  expect('What an access analyzer finds reaches somebody').toMatch(BANNED_IN_TITLES);
  expect(literalsIn('x.ts', 'const a = `${b} is for nobody`;').some((text) => BANNED_ANYWHERE.test(text))).toBe(true);
});

test('findings, remediations, errors and reports have no such word either', () => {
  const found = filesIn(SRC).flatMap((file) => literalsIn(file, readFileSync(file, 'utf-8'))
    .filter((text) => BANNED_ANYWHERE.test(text)).map((text) => `${relative(SRC, file)}: ${text}`));
  expect(found).toEqual([]);
});

function filesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : []));
}

function literalsIn(name: string, source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.ES2022));
  return texts;
}
