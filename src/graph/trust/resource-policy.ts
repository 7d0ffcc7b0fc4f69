import type { HeldStatement, Policies, Policy } from './policy';
import type { Caller } from './request';
import { Answer, GAP, match } from './texts';
import { Expression, Principal, TemplateResource, textOf, Value } from '../../model';
import { policiesByName } from '../../model/bucket-names';
import { resourceOf } from '../../model/judge';

interface Attachment {
  readonly policy: string;
  /** The property that names the resource, and the one with the document. */
  readonly names: string;
  readonly document: string;
}

/** Resources of their own that are the policy of another one. */
const ATTACHED: Record<string, Attachment[]> = {
  'AWS::S3::Bucket': [{ policy: 'AWS::S3::BucketPolicy', names: 'Bucket', document: 'PolicyDocument' }],
  'AWS::SQS::Queue': [{ policy: 'AWS::SQS::QueuePolicy', names: 'Queues', document: 'PolicyDocument' }, { policy: 'AWS::SQS::QueueInlinePolicy', names: 'Queue', document: 'PolicyDocument' }],
  'AWS::SNS::Topic': [{ policy: 'AWS::SNS::TopicPolicy', names: 'Topics', document: 'PolicyDocument' }, { policy: 'AWS::SNS::TopicInlinePolicy', names: 'TopicArn', document: 'PolicyDocument' }],
  'AWS::SecretsManager::Secret': [{ policy: 'AWS::SecretsManager::ResourcePolicy', names: 'SecretId', document: 'ResourcePolicy' }],
  'AWS::VpcLattice::Service': [{ policy: 'AWS::VpcLattice::AuthPolicy', names: 'ResourceIdentifier', document: 'Policy' }],
  'AWS::Kinesis::Stream': [{ policy: 'AWS::Kinesis::ResourcePolicy', names: 'ResourceArn', document: 'ResourcePolicy' }],
};
/** Properties of the resource itself that are its policy. */
const OWN: Record<string, string[]> = {
  'AWS::ApiGateway::RestApi': ['Policy'],
  'AWS::DynamoDB::Table': ['ResourcePolicy', 'PolicyDocument'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::Events::EventBus': ['Policy'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
};

/** Types that may have a policy of their own. */
export const TYPES_WITH_POLICY = [...new Set([...Object.keys(ATTACHED), ...Object.keys(OWN), 'AWS::DynamoDB::GlobalTable'])].sort();

/** Types of which a policy has the last word: what it does not allow is refused, whatever policies of identities say. */
export const DECIDED_BY_POLICY = ['AWS::KMS::Key', 'AWS::IAM::Role'];

/** The policy that is attached to a resource; `undefined` when it has none. Permissions of functions and buses are read as the statements that they make. */
export function policyOf(target: TemplateResource, policies: Policies): Policy | undefined {
  const documents: { document: Expression; holder: TemplateResource }[] = [];
  for (const { policy, names, document } of ATTACHED[target.type] ?? []) {
    const attached = [...new Set([...target.referrers(policy), ...target.type === 'AWS::S3::Bucket' ? policiesByName(target, policy) : []])]
      .filter((one) => one.at(names).items().some((item) => resourceOf(item.value) === target) || target.type === 'AWS::S3::Bucket');
    for (const one of attached) if (isAbout(one, names, target)) documents.push({ document: one.at(document), holder: one });
  }
  const own = OWN[target.type] && target.at(...OWN[target.type]);
  if (own && !own.isAbsent) documents.push({ document: own, holder: target });
  if (target.type === 'AWS::DynamoDB::GlobalTable') {
    for (const replica of target.at('Replicas').items()) {
      const document = replica.at('ResourcePolicy', 'PolicyDocument');
      if (!document.isAbsent) documents.push({ document, holder: target });
    }
  }
  if (target.type === 'AWS::Events::EventBus') {
    for (const one of target.referrers('AWS::Events::EventBusPolicy')) documents.push({ document: statementDocument(one), holder: one });
  }
  return documents.length > 0 ? policies.read(documents) : undefined;
}

/** A policy that refers to a bucket in its statements need not be the policy of the bucket. */
function isAbout(policy: TemplateResource, names: string, target: TemplateResource): boolean {
  const items = policy.at(names).items();
  return items.some((item) => resourceOf(item.value) === target || (target.type === 'AWS::S3::Bucket' && resourceOf(item.value) === undefined));
}

function statementDocument(policy: TemplateResource): Expression {
  return policy.properties;
}

/** Whether a statement of a resource policy is for a caller, and whether it is for its whole account only, which leaves the word to the account. */
export function concerns({ statement }: HeldStatement, caller: Caller, policies: Policies): { readonly direct: Answer; readonly account: Answer } {
  let [direct, account]: Answer[] = ['no', 'no'];
  for (const principal of statement.principals) {
    if (principal.type === 'NotPrincipal') {
      direct = notNamed(principal.value, caller, policies);
      continue;
    }
    const one = concernsOne(principal, caller, policies);
    if (one === 'account') account = 'yes';
    else direct = better(direct, one);
  }
  return { direct, account };
}

/** Whether a caller is none of those that are left out. */
function notNamed(value: Value, caller: Caller, policies: Policies): Answer {
  const named = value.kind === 'known' && typeof value.value === 'object' && value.value !== null ? Object.entries(value.value) : [];
  if (named.length === 0) return value.kind === 'known' && value.value === '*' ? 'no' : 'maybe';
  const answers = named.flatMap(([type, listed]) => [listed].flat().map((one): Answer | 'account' => (
    typeof one === 'string' ? concernsOne({ type, value: { kind: 'known', value: one } }, caller, policies) : 'maybe')));
  return answers.includes('yes') || answers.includes('account') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

function concernsOne({ type, value }: Principal, caller: Caller, { texts }: Policies): Answer | 'account' {
  if (type === 'Service') return caller.service === undefined ? 'no' : match(texts.of(value), caller.service);
  if (type === 'Federated' || type === 'CanonicalUser') return 'no';
  const text = texts.of(value);
  if (text === '*') return 'yes';
  if (caller.arn === undefined || caller.account === undefined) return 'no';
  if (text === caller.arn) return 'yes';
  const owner = /^arn:aws:iam::([^:]+):root$/.exec(text)?.[1] ?? (/^(\d{12}|\$\{AWS\.AccountId\})$/.test(text) ? text : undefined);
  if (owner !== undefined) return sameAccount(owner, caller.account) ? 'account' : 'no';
  if (text === GAP) return 'maybe';
  const session = /^arn:aws:sts::[^:]+:assumed-role\/([^/]+)/.exec(text)?.[1];
  if (session !== undefined) return caller.arn.endsWith(`/${session}`) ? 'maybe' : 'no';
  return text.includes(GAP) ? match(text, caller.arn) : 'no';
}

/** A template without an environment is for one account, whichever. */
export function sameAccount(one: string, other: string): boolean {
  return one === other || one.startsWith('$') || other.startsWith('$');
}

function better(a: Answer, b: Answer): Answer {
  return a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no';
}

/** Whether a bucket refuses public policies. */
export function blocksPublicPolicies(target: TemplateResource): boolean {
  if (target.type !== 'AWS::S3::Bucket') return false;
  return ['BlockPublicPolicy', 'RestrictPublicBuckets'].some((name) => /^true$/i.test(textOf(target.at('PublicAccessBlockConfiguration', name).value) ?? ''));
}

