import { Fn, Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';

/**
 * A data protection policy that counts and masks. Source: Amazon CloudWatch Logs user guide, "Understanding data protection policies".
 */
export function maskingPolicy(scope: IConstruct, identifiers: logs.DataIdentifier[], findings: logs.ILogGroup): object {
  const names = identifiers.map((identifier) => (isCustom(identifier) ? identifier.name : managedArn(scope, identifier.name)));
  return {
    Name: 'mask-sensitive-data',
    Version: '2021-06-01',
    Configuration: { CustomDataIdentifier: identifiers.filter(isCustom).map(({ name, regex }) => ({ Name: name, Regex: regex })) },
    Statement: [
      { Sid: 'audit', DataIdentifier: names, Operation: { Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: findings.logGroupName } } } } },
      { Sid: 'mask', DataIdentifier: names, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  };
}

export function isCustom(identifier: logs.DataIdentifier): identifier is logs.CustomDataIdentifier {
  return identifier instanceof logs.CustomDataIdentifier;
}

/** Not by `formatArn`, whose Fn::Join takes ten lines of the template for each of a hundred. */
function managedArn(scope: IConstruct, name: string): string {
  const { partition } = Stack.of(scope);
  const rest = `:dataprotection::aws:data-identifier/${name}`;
  return Token.isUnresolved(partition) ? Fn.sub(`arn:\${AWS::Partition}${rest}`) : `arn:${partition}${rest}`;
}
