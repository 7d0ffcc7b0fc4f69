/** A template with a table and a role of a function that may do some actions on it. */
export function tableTemplate(actions: string[], more: object = {}): string {
  return JSON.stringify({
    Resources: {
      Orders: { Type: 'AWS::DynamoDB::Table', Properties: {} },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
          Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } }] } }],
        },
      },
      ...more,
    },
  }, null, 2);
}
