import type { Evidence, EvidenceItem } from '../../../src/report/evidence';

/** Something of everything that a report has: passes, failures, an unknown, waivers, a macro, what was hardened. */
export const MIXED_TEMPLATE = `Transform: Macro
Parameters:
  Days: {Type: Number}
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Metadata: {aws:cdk:path: App/Logs}
    Properties: {RetentionInDays: !Ref Days}
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {aws:cdk:path: App/Topic, cdk-zero-trust: {hardened: [MasterKey]}}
  Queue:
    Type: AWS::SQS::Queue
    Metadata:
      aws:cdk:path: App/Queue
      cdk-zero-trust:
        waivers:
          - {rule: "ZeroTrust::ZT-SQS-001", owner: team-legacy, reason: Moves to the new broker., ticket: SEC-812, expires: "2027-03-31"}
          - {rule: "AwsSolutions::AwsSolutions-SQS3", owner: team-legacy, reason: Nothing is lost., ticket: SEC-813, expires: "2027-03-31"}
  Role:
    Type: AWS::IAM::Role
    Metadata: {aws:cdk:path: App/Role}
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: sts:AssumeRole}]}
  Method:
    Type: AWS::ApiGateway::Method
    Metadata: {aws:cdk:path: App/Method}
    Properties: {HttpMethod: GET, AuthorizationType: NONE, ResourceId: x, RestApiId: y}
`;

/** As many verdicts as a large app has, each on a resource of its own. */
export function manyItems({ items }: Evidence, count: number): EvidenceItem[] {
  const all = [...items];
  return Array.from({ length: count }, (_, i) => all[i % all.length].with({}, {
    logicalId: `OrdersServiceResource${i}A1B2C3D4`, constructPath: `Orders/Service${i}/Resource/Default`,
  }));
}
