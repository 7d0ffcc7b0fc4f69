import type { Random } from './random';
import type { Templates } from './reformat';
import { Asked, RoleJudge } from './role-judge';

/** A change of policies by which somebody may do something that was refused before: the judge has decided it. */
export interface Widening {
  readonly name: string;
  readonly templates: Templates;
  readonly witness: Asked;
}

const STRANGER = 'arn:aws:iam::999988887777:role/stranger';
/** Actions to try where a statement has wildcards, by service. */
const ACTIONS: Record<string, string[]> = {
  dynamodb: ['GetItem', 'PutItem', 'Scan', 'DeleteTable', 'DescribeTable', 'BatchWriteItem'],
  events: ['PutEvents', 'DeleteRule', 'PutRule'],
  iam: ['PassRole', 'CreateUser', 'PutRolePolicy'],
  kms: ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ScheduleKeyDeletion', 'CreateGrant'],
  lambda: ['InvokeFunction', 'UpdateFunctionCode', 'GetFunction'],
  logs: ['CreateLogStream', 'PutLogEvents', 'DeleteLogGroup'],
  s3: ['GetObject', 'PutObject', 'DeleteObject', 'ListBucket', 'DeleteBucket', 'GetBucketPolicy'],
  secretsmanager: ['GetSecretValue', 'PutSecretValue', 'DeleteSecret'],
  sns: ['Publish', 'Subscribe', 'DeleteTopic'],
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteQueue', 'GetQueueAttributes', 'PurgeQueue'],
  states: ['StartExecution', 'StopExecution'],
  sts: ['AssumeRole'],
};
const TRIED = 10;

interface Site { readonly stack: string; readonly id: string; readonly resource: any; readonly document: any }

type Mutation = (site: Site, all: Templates, random: Random) => boolean;

function statementOf({ document }: Site, random: Random, effect: string): any {
  const list = [document.Statement].flat().filter((one: any) => one.Effect === effect);
  return list.length > 0 ? random.pick(list) : undefined;
}

/** Each changes a policy in place, and tells whether it could. */
export const MUTATIONS: Record<string, Mutation> = {
  'an action gets a wildcard': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    const actions = one?.Action && [one.Action].flat().filter((action: any) => typeof action === 'string' && action.includes(':'));
    if (!actions?.length) return false;
    const action: string = random.pick(actions);
    one.Action = [one.Action].flat().map((each: string) => (each === action ? `${action.split(':')[0]}:*` : each));
    return true;
  },
  'a prefix of an action gets a wildcard': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (!one?.Action) return false;
    one.Action = [one.Action].flat().map((each: any) => (typeof each === 'string' ? each.replace(/:(\w{2})\w*$/, ':$1*') : each));
    return true;
  },
  'a resource becomes everything': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (!one?.Resource) return false;
    one.Resource = '*';
    return true;
  },
  'a resource of the app is added': (site, all, random) => {
    const one = statementOf(site, random, 'Allow');
    const others = Object.entries<any>(all[site.stack].Resources).filter(([, { Type }]) => ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::KMS::Key', 'AWS::Lambda::Function'].includes(Type));
    if (!one?.Resource || others.length === 0) return false;
    const [id, { Type }] = random.pick(others);
    one.Resource = [one.Resource, Type === 'AWS::SNS::Topic' ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] }].flat();
    return true;
  },
  'a condition of an Allow is dropped': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (!one?.Condition) return false;
    delete one.Condition;
    return true;
  },
  'a Deny is dropped': (site, _, random) => {
    const one = statementOf(site, random, 'Deny');
    if (!one) return false;
    site.document.Statement = [site.document.Statement].flat().filter((each: any) => each !== one);
    return true;
  },
  'a Deny gets a condition': (site, _, random) => {
    const one = statementOf(site, random, 'Deny');
    if (!one) return false;
    one.Condition = { ...one.Condition, StringEquals: { ...one.Condition?.StringEquals, 'aws:RequestedRegion': 'eu-north-1' } };
    return true;
  },
  'a Deny loses actions': (site, _, random) => {
    const one = statementOf(site, random, 'Deny');
    if (!one?.Action) return false;
    one.Action = ['cloudtrail:StopLogging'];
    return true;
  },
  'an Allow is everything but a few actions': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (!one?.Action) return false;
    delete one.Action;
    one.NotAction = ['iam:*', 'organizations:*'];
    return true;
  },
  'a NotAction leaves out less': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (!Array.isArray(one?.NotAction)) return false;
    one.NotAction = one.NotAction.slice(1).concat('account:*');
    return true;
  },
  'a Deny becomes an Allow': (site, _, random) => {
    const one = statementOf(site, random, 'Deny');
    if (!one) return false;
    one.Effect = 'Allow';
    return true;
  },
  'a statement is added': (site, _, random) => {
    const service = random.pick(Object.keys(ACTIONS));
    const isIdentity = !site.document.Statement || [site.document.Statement].flat().every((one: any) => one.Principal === undefined);
    if (!isIdentity) return false;
    site.document.Statement = [site.document.Statement, { Effect: 'Allow', Action: `${service}:${random.pick(ACTIONS[service])}`, Resource: '*' }].flat();
    return true;
  },
  'a policy is attached to another role': (site, all, random) => {
    const roles = Object.entries<any>(all[site.stack].Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role').map(([id]) => id);
    if (!Array.isArray(site.resource.Properties.Roles) || roles.length < 2) return false;
    site.resource.Properties.Roles = [...site.resource.Properties.Roles, { Ref: random.pick(roles) }];
    return true;
  },
  'a permissions boundary is dropped': ({ resource }) => {
    if (resource.Properties?.PermissionsBoundary === undefined) return false;
    delete resource.Properties.PermissionsBoundary;
    return true;
  },
  'a principal becomes everyone': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (one?.Principal === undefined) return false;
    one.Principal = random.chance(0.5) ? '*' : { AWS: '*' };
    if (random.chance(0.5)) delete one.Condition;
    return true;
  },
  'another account is let in': (site, _, random) => {
    const one = statementOf(site, random, 'Allow');
    if (one?.Principal === undefined) return false;
    one.Principal = { AWS: STRANGER };
    delete one.Condition;
    return true;
  },
};

/** A widening of an app, found by chance; `undefined` where the mutation widens nothing that the judge can show. */
export async function widen(templates: Templates, before: RoleJudge, random: Random): Promise<Widening | undefined> {
  const name = random.pick(Object.keys(MUTATIONS));
  const mutated: Templates = structuredClone(templates);
  const sites = sitesOf(mutated);
  if (sites.length === 0) return undefined;
  const site = random.pick(sites);
  if (!MUTATIONS[name](site, mutated, random)) return undefined;
  const after = new RoleJudge(mutated);
  for (const asked of candidates(site, after, before, random).slice(0, TRIED)) {
    try {
      if (await after.allows(asked) && !await before.allows(asked)) return { name, templates: mutated, witness: asked };
    } catch {
      // the simulator takes no such action on such a resource
    }
  }
  return undefined;
}

/** Every document of a policy in some templates, to be changed in place. */
function sitesOf(templates: Templates): Site[] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) => Object.entries<any>(Resources).flatMap(([id, resource]) => {
    const p = resource.Properties ?? {};
    const inline = (Array.isArray(p.Policies) ? p.Policies : []).map((one: any) => one?.PolicyDocument);
    const documents = [p.PolicyDocument, p.KeyPolicy, p.AssumeRolePolicyDocument, p.ResourcePolicy, ...inline];
    return documents.filter((document) => document?.Statement).map((document) => ({ stack, id, resource, document }));
  }));
}

/** Requests that the mutation may have made possible: what its policy names, by the roles that have it and by a stranger. */
function candidates({ stack, id, resource, document }: Site, after: RoleJudge, before: RoleJudge, random: Random): Asked[] {
  const isResourcePolicy = [document.Statement].flat().some((one: any) => one.Principal !== undefined);
  const own = `${stack}.${id}`;
  const roles = isResourcePolicy ? [...random.shuffled(after.roles).slice(0, 2), STRANGER] : resource.Type === 'AWS::IAM::Role' ? [own] : after.rolesWith(own);
  const statements = [
    ...(isResourcePolicy ? [document.Statement].flat() : []),
    ...roles.filter((role: string) => !role.startsWith('arn:')).flatMap((role: string) => [...after.statementsOf(role), ...before.statementsOf(role)]),
  ];
  const wanted = statements.flatMap((one: any) => [one.Action ?? ['s3:*', 'dynamodb:*', 'sqs:*']].flat()).filter((action: unknown) => typeof action === 'string')
    .flatMap((action: string) => concrete(action, random));
  const texts = statements.flatMap((one: any) => [one.Resource ?? []].flat()).filter((text: unknown) => typeof text === 'string');
  const places = [...new Set([...texts.map((text: string) => (text === '*' ? random.pick(after.arns) : text.replace(/\*/g, 'x').replace(/\?/g, 'y'))), ...after.arns])] as string[];
  const targets = isResourcePolicy ? places.filter((place) => isTarget(place, resource, own, after)) : places;
  const asked = roles.flatMap((by: string) => [...new Set(wanted)].flatMap((action: any) => (
    targets.filter((place) => fits(action, place)).map((place) => ({ by, action, resource: place })))));
  return random.shuffled(asked);
}

function isTarget(place: string, resource: any, own: string, judge: RoleJudge): boolean {
  if (['AWS::KMS::Key', 'AWS::IAM::Role'].includes(resource.Type)) return place === judge.arnOf(own);
  const service = /^AWS::(\w+)::/.exec(resource.Type)![1].toLowerCase();
  return place.split(':')[2] === service;
}

function concrete(action: string, random: Random): string[] {
  const [service, verb = ''] = action.toLowerCase().split(':');
  if (!verb.includes('*')) return [action];
  const pattern = new RegExp(`^${verb.replace(/\*/g, '.*')}$`, 'i');
  return random.shuffled((ACTIONS[service] ?? []).filter((one) => pattern.test(one))).map((one) => `${service}:${one}`);
}

function fits(action: string, place: string): boolean {
  const service = place.split(':')[2];
  return action.split(':')[0].toLowerCase() === (service === 'iam' && /^sts:/i.test(action) ? 'sts' : service) && (service !== 's3' || /Bucket/.test(action) !== place.includes('/'));
}
