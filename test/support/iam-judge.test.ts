import { ACCOUNT, DeployedTemplates, REGION } from './deployed-template';
import { allRequests, IamJudge } from './iam-judge';

jest.setTimeout(120_000);

const statement = (Effect: string, Action: unknown, Resource: unknown, more: object = {}) => ({ Effect, Action, Resource, ...more });
const queue = `arn:aws:sqs:${REGION}:${ACCOUNT}:Queue`;

/** A function that its own policies let do these things, with a queue and a key that have policies of their own. */
function judgeOf(own: object[], queuePolicy: object[] = [], keyPolicy: object[] = []): IamJudge {
  return new IamJudge(new DeployedTemplates([{
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement: own } } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Other: { Type: 'AWS::SQS::Queue' },
      QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Version: '2012-10-17', Statement: queuePolicy } } },
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement: keyPolicy } } },
    },
  }]));
}

const ARNS = [queue, queue.replace('Queue', 'Other'), new DeployedTemplates([{ Resources: { Key: { Type: 'AWS::KMS::Key' } } }]).arnOf('Key')];
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const role = { AWS: `arn:aws:iam::${ACCOUNT}:role/Role` };
const traces = statement('Allow', 'xray:PutTraceSegments', '*');

test.each<[string, IamJudge, number]>([
  ['an action', judgeOf([statement('Allow', 'sqs:SendMessage', queue)]), 1],
  ['an action in other letters', judgeOf([statement('Allow', 'SQS:sendmessage', queue)]), 1],
  ['a wildcard', judgeOf([statement('Allow', ['sqs:*Message'], '*')]), 6],
  ['all but one', judgeOf([{ Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }], [], [statement('Allow', 'kms:*', '*', { Principal: root })]), 30],
  ['a wildcard of which some is denied', judgeOf([statement('Allow', 'sqs:*', '*'), statement('Deny', 'sqs:Delete*', '*')]), 20],
  ['the policy of the queue, for the role', judgeOf([traces], [statement('Allow', 'sqs:SendMessage', queue, { Principal: role })]), 1],
  ['the policy of the queue, for everyone', judgeOf([traces], [statement('Allow', 'sqs:SendMessage', queue, { Principal: '*' })]), 1],
  ['the policy of the queue, for the account', judgeOf([traces], [statement('Allow', 'sqs:SendMessage', queue, { Principal: root })]), 0],
  ['the policy of the queue, for a service', judgeOf([traces], [statement('Allow', 'sqs:SendMessage', queue, { Principal: { Service: 'sns.amazonaws.com' } })]), 0],
  ['a condition that does not hold', judgeOf([statement('Allow', 'sqs:SendMessage', queue, { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })]), 0],
])('what is allowed by %s is found among many requests as by asking about each', async (_name, judge, atLeast) => {
  const requests = await allRequests(['sqs', 'kms'], ARNS);
  const found = await judge.allowedOf('Fn', requests);
  const each = [];
  for (const request of requests) if (await judge.allows('Fn', request)) each.push(request);
  expect(found).toEqual(each);
  if (atLeast === 0) expect(found).toEqual([]);
  else expect(found.length).toBeGreaterThanOrEqual(atLeast);
});
