import { claimsTemplates, modelOf, ordersTemplates, patternTemplates } from './support/apps';
import { Random } from './support/random';
import type { Templates } from './support/reformat';
import { RoleJudge } from './support/role-judge';
import { MUTATIONS, widen, Widening } from './support/widenings';
import { isRisk } from '../../../src/graph/diff/change';
import { patternCovers } from '../../../src/graph/diff/coverage';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';

jest.setTimeout(180_000);
// deprecations of patterns are theirs
jest.spyOn(console, 'warn').mockImplementation(() => undefined);
jest.spyOn(console, 'error').mockImplementation(() => undefined);

/** Public patterns that the simulator can read: some have functions of CloudFormation that nothing here resolves. */
function readablePatterns(): Templates[] {
  const readable = patternTemplates().filter((templates) => {
    try {
      const judge = new RoleJudge(templates);
      judge.roles.forEach((role) => judge.statementsOf(role));
      return judge.roles.length > 0;
    } catch {
      return false;
    }
  });
  expect(readable.length).toBeGreaterThanOrEqual(15);
  return readable;
}

const met = new Map<string, number>();

/** The widenings of some apps that the diff does not show. */
async function missedOf(apps: Templates[], many: number, seed: number): Promise<string[]> {
  const random = new Random(seed);
  const missed: string[] = [];
  const sides = apps.map((templates) => ({ templates, judge: new RoleJudge(templates), version: new Version(modelOf(templates)) }));
  let found = 0;
  for (let tries = 0; found < many && tries < many * 40; tries++) {
    const { templates, judge, version } = sides[tries % sides.length];
    const widening = await widen(templates, judge, random);
    if (!widening) continue;
    found++;
    met.set(widening.name, (met.get(widening.name) ?? 0) + 1);
    const { changes } = new GraphDiff(version, new Version(modelOf(widening.templates)));
    if (!changes.some(({ kind, actions }) => isRisk(kind) && tells(actions ?? [], widening))) missed.push(`${widening.name}: ${JSON.stringify(widening.witness)}`);
  }
  expect(found).toBe(many);
  return missed;
}

/** Whether a change is about the action that is allowed now. */
function tells(actions: readonly string[], { witness: { action } }: Widening): boolean {
  return actions.length === 0 || actions.some((one) => one.startsWith('everything but') || patternCovers(one.toLowerCase(), action.toLowerCase()));
}

/** Roles that are held back by a boundary, by denials, and by everything but a list: what the other apps have little of. */
const GUARDED: Templates = {
  Guarded: {
    Resources: {
      Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} },
      Files: { Type: 'AWS::S3::Bucket', Properties: {} },
      Boundary: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: '*' }] } },
      },
      Bounded: {
        Type: 'AWS::IAM::Role',
        Properties: {
          PermissionsBoundary: { Ref: 'Boundary' },
          AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
          Policies: [{ PolicyName: 'all', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['dynamodb:*'], Resource: [{ 'Fn::GetAtt': ['Orders', 'Arn'] }] }] } }],
        },
      },
      Denied: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
          Policies: [{
            PolicyName: 'most',
            PolicyDocument: {
              Statement: [
                { Effect: 'Allow', NotAction: ['dynamodb:DescribeTable', 'kms:*'], Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
                { Effect: 'Allow', Action: ['s3:GetObject', 's3:DeleteObject'], Resource: { 'Fn::Sub': '${Files.Arn}/*' } },
                { Effect: 'Deny', Action: ['dynamodb:DeleteTable', 'dynamodb:Scan'], Resource: '*' },
                { Effect: 'Deny', Action: ['s3:DeleteObject'], Resource: { 'Fn::Sub': '${Files.Arn}/*' } },
              ],
            },
          }],
        },
      },
    },
  },
};

test.each([
  [60, 'orders-api', () => [ordersTemplates()], 1],
  [25, 'claims-platform', () => [claimsTemplates()], 2],
  [375, 'public patterns', readablePatterns, 3],
  [40, 'roles with a boundary and denials', () => [GUARDED], 4],
] as const)('%i widenings of %s, as IAM decides them, are risks that name the action', async (many, _, apps, seed) => {
  expect(await missedOf(apps(), many, seed)).toEqual([]);
});

test('every kind of mutation was among them', () => {
  expect(Object.keys(MUTATIONS).filter((name) => !met.has(name))).toEqual([]);
});
