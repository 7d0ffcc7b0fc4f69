import { lastTargetOf, Statement, TemplateModel, TemplateResource, textOf, Value } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { remembered } from '../../model/remembered';
import { AttachedStatements, attachedStatements, readAll } from '../../model/resource-policies';
import type { Rule } from '../rule';

/** What a store is read and written by, and where its policies are. */
interface Store {
  readonly actions: string[];
  readonly statements: (resource: TemplateResource) => AttachedStatements;
}

const STORES: Record<string, Store> = {
  'AWS::DynamoDB::GlobalTable': { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], statements: ofReplicas },
  'AWS::KMS::Key': { actions: ['kms:Decrypt'], statements: (key) => readAll([key.at('KeyPolicy')]) },
  'AWS::S3::Bucket': {
    actions: ['s3:GetObject', 's3:PutObject'], statements: (bucket) => attachedStatements(bucket, 'AWS::S3::BucketPolicy', 'Bucket'),
  },
  'AWS::SecretsManager::Secret': {
    actions: ['secretsmanager:GetSecretValue'], statements: (secret) => attachedStatements(secret, 'AWS::SecretsManager::ResourcePolicy', 'SecretId'),
  },
  'AWS::SNS::Topic': { actions: ['sns:Publish'], statements: (topic) => attachedStatements(topic, 'AWS::SNS::TopicPolicy', 'Topics') },
  'AWS::SQS::Queue': {
    actions: ['sqs:ReceiveMessage', 'sqs:SendMessage'], statements: (queue) => attachedStatements(queue, 'AWS::SQS::QueuePolicy', 'Queues'),
  },
};
const ORGANIZATION = ['aws:principalorgid', 'aws:principalorgpaths'];
const NEGATED = /^(ForAllValues:)?StringNot(Equals|Like)(IfExists)?$/;

export const rule: Rule = {
  id: 'ZT-IAM-018',
  title: 'Data perimeters that cover one data store cover all of them',
  severity: 'medium',
  types: Object.keys(STORES),
  rationale: 'A data perimeter with a gap does not protect: data that cannot leave through one store leaves through the next, or through the key that encrypts both.',
  remediation: 'Deny any principal under StringNotEqualsIfExists aws:PrincipalOrgID and BoolIfExists aws:PrincipalIsAWSService false, in the '
    + 'policy of each bucket, queue, topic, table, secret and key. DataPerimeter does this for the resources of a zone.',
  // source: AWS IAM user guide, "Establish permissions guardrails using data perimeters"
  check(resource, model) {
    const { readable } = STORES[resource.type].statements(resource);
    if (isInside(resource)) return pass('inside');
    const inside = model.worlds.remember(model, () => stores(model).find(isInside), isInside);
    if (!inside) return pass('no data perimeter');
    return readable ? fail('it is outside of the data perimeter of other stores', `${inside.name} is inside`)
      : unknown('whether it is inside of the data perimeter of other stores is not known before deployment', `${inside.name} is inside`);
  },
};

function stores(model: TemplateModel): TemplateResource[] {
  return Object.keys(STORES).flatMap((type) => model.ofType(type)).filter((store) => store.exists());
}

const isInside = remembered(readIsInside);

function readIsInside(resource: TemplateResource): boolean {
  const { actions, statements } = STORES[resource.type];
  return statements(resource).statements.some((statement) => statement.denies && statement.forAnyone && statement.covers(actions)
    && !statement.hasNotResource && statement.resources.some((value) => isOn(value, resource))
    && statement.conditions.some(isAroundOrganization) && statement.conditions.every(isAroundOrSpares));
}

/** On everything, or on the resource: what is in a bucket is meant with it. */
function isOn(value: Value, resource: TemplateResource): boolean {
  return textOf(value) === '*' || lastTargetOf(value)?.resource === resource;
}

/** By negation, or by what requests of services have. A condition that asks for something makes the Deny narrower. */
function isAroundOrSpares({ operator, key }: Statement['conditions'][number]): boolean {
  return /Not|^Null$/.test(operator) || (/^Bool(IfExists)?$/.test(operator) && ['aws:principalisawsservice', 'aws:viaawsservice'].includes(key));
}

function isAroundOrganization({ operator, key, values }: Statement['conditions'][number]): boolean {
  return NEGATED.test(operator) && ORGANIZATION.includes(key) && values.length > 0 && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? '*'));
}

function ofReplicas(table: TemplateResource): AttachedStatements {
  return readAll(table.at('Replicas').items().map((replica) => replica.at('ResourcePolicy', 'PolicyDocument')).filter((document) => !document.isAbsent));
}
