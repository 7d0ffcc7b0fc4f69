import { Places } from '../../../src/graph/threats/places';
import { modelThreats } from '../../../src/graph/threats/threat-model';
import { graphOf } from '../../../src/graph/trust/graph-of';
import { TemplateModel } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

type Json = Record<string, any>;

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };

function modelOf(stacks: Record<string, { account?: string; resources: Json }>): TemplateModel {
  return new TemplateModel(Object.entries(stacks).map(([id, { account, resources }]) => ({
    id, name: id, account, template: { Resources: resources },
  })));
}

/** `status` of one threat to the element of a logical id, by what the rules find. */
function statusOf(model: TemplateModel, threat: string, logicalId: string): string | undefined {
  const verdicts = evaluate(model, RULES);
  const of = (resource: unknown) => verdicts.filter((one) => one.resource === resource)
    .map(({ rule, result }) => ({ rule: rule.id, verdict: result.verdict }));
  return modelThreats(model, { of }, graphOf(model)).threats
    .find(({ kind, element }) => kind.id === threat && element.resource?.logicalId === logicalId)?.status;
}

describe('policies of the role of a workload', () => {
  const app = (role: unknown, action: string) => modelOf({
    App: {
      resources: {
        Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
        Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'orders', AssumeRolePolicyDocument: TRUST } },
        Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Runtime: 'nodejs22.x', Handler: 'i.h', Code: { S3Bucket: 'b', S3Key: 'k' } } },
        Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [role], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: action === '*' ? '*' : { 'Fn::GetAtt': ['Table', 'Arn'] } }] } } },
      },
    },
  });

  test.each<[string, unknown]>([['by reference', { Ref: 'Role' }], ['by its name alone', 'orders']])('a policy with wildcards that names it %s opens the threat', (_, role) => {
    expect(statusOf(app(role, '*'), 'ZT-THREAT-011', 'Fn')).toBe('open');
    expect(statusOf(app(role, 'dynamodb:GetItem'), 'ZT-THREAT-011', 'Fn')).toBe('mitigated');
  });

  test('a policy of another role is none of it', () => {
    expect(statusOf(app('payments', '*'), 'ZT-THREAT-011', 'Fn')).toBe('mitigated');
  });
});

test('a trail counts in its own account only, and one whose account is not known in no account that is', () => {
  const table = { Table: { Type: 'AWS::DynamoDB::Table', Properties: {} } };
  const trail = { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, IsMultiRegionTrail: true } } };
  const counted = (of: string | undefined, at: string | undefined) => {
    const model = modelOf({ App: { account: of, resources: table }, Audit: { account: at, resources: trail } });
    const [element] = graphOf(model).nodes.filter(({ resource }) => resource?.logicalId === 'Table');
    return new Places(model, graphOf(model)).of('trails', element).resources.some(({ logicalId }) => logicalId === 'Trail');
  };
  expect(counted('111122223333', '111122223333')).toBe(true);
  expect(counted(undefined, undefined)).toBe(true);
  expect(counted('111122223333', '444455556666')).toBe(false);
  expect(counted('111122223333', undefined)).toBe(false);
  expect(counted(undefined, '111122223333')).toBe(false);
});
