import { all, PARAMETER, resource, RuleCase, set } from '../support/prove';

const deny = {
  Sid: 'Perimeter',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:*', 'sqs:*'],
  Resource: '*',
  Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
};

/** What proves the rules of ORGANIZATIONS. */
export const organizationsCases: RuleCase[] = [{
  rule: 'ZT-ORGANIZATIONS-001',
  on: 'Policy',
  secure: {
    Policy: resource('AWS::Organizations::Policy', {
      Type: 'RESOURCE_CONTROL_POLICY', TargetIds: ['ou-abcd-12345678'], Content: { Version: '2012-10-17', Statement: [deny] },
    }),
  },
  passesWhen: {
    'its content is a text': set('Policy', 'Content', JSON.stringify({ Statement: [deny] })),
    'it is a service control policy': all(
      set('Policy', 'Type', 'SERVICE_CONTROL_POLICY'), set('Policy', 'Content.Statement.0', { Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }),
    ),
    'it is a policy of another kind': (resources) => Object.assign(resources.Policy.Properties, { Type: 'TAG_POLICY', Content: { tags: {} } }),
    'it blocks public access to S3': (resources) => Object.assign(resources.Policy.Properties, { Type: 'S3_POLICY', Content: { s3_attributes: {} } }),
  },
  firesWhen: {
    'it has no target': set('Policy', 'TargetIds'),
    'its targets are none': set('Policy', 'TargetIds', []),
    'it allows': set('Policy', 'Content.Statement.0.Effect', 'Allow'),
    'it is for somebody': set('Policy', 'Content.Statement.0.Principal', { AWS: 'arn:aws:iam::111122223333:root' }),
    'it is for nobody': set('Policy', 'Content.Statement.0.Principal'),
    'it is for all but some': (resources) => {
      const [statement] = resources.Policy.Properties.Content.Statement;
      Object.assign(statement, { NotPrincipal: statement.Principal });
      delete statement.Principal;
    },
    'its actions have no service prefix': set('Policy', 'Content.Statement.0.Action', '*'),
    'it names all actions but some': (resources) => {
      const [statement] = resources.Policy.Properties.Content.Statement;
      statement.NotAction = statement.Action;
      delete statement.Action;
    },
    'it is a service control policy with a principal': set('Policy', 'Type', 'SERVICE_CONTROL_POLICY'),
    'it has no statement': set('Policy', 'Content.Statement', []),
    'its content is a parameter': set('Policy', 'Content', PARAMETER),
    'its content is no document': set('Policy', 'Content', 'deny everything'),
    'its type is a parameter': set('Policy', 'Type', PARAMETER),
  },
}];
