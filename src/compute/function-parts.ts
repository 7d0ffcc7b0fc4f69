import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { FunctionRole } from './function-role';
import { FunctionSecurityGroup } from './function-security-group';
import { DataClass } from '../core/data-class';
import { onDataHandled } from '../core/data-handling';
import type { DataKey } from '../zone/keys/data-key';
import { SecureLogGroup, SecureLogGroupProps } from '../zone/logs/secure-log-group';
import { decryptEnvironment } from '../zone/runtime-policy';
import { TrustZone } from '../zone/trust-zone';

export interface FunctionPartsProps {
  readonly zone: TrustZone;
  readonly dataClass?: DataClass;
  readonly logRemovalPolicy?: SecureLogGroupProps['removalPolicy'];
  /** Whether the function stands in the zone's network. */
  readonly inNetwork: boolean;
}

/**
 * What one function owns, and nothing else uses: its role, its security group in the zone's network, its log group.
 */
export class FunctionParts {
  public readonly role: FunctionRole;
  public readonly securityGroup?: ec2.SecurityGroup;
  public readonly key: DataKey;
  public readonly logGroup: SecureLogGroup;

  constructor(own: Construct, path: string, { zone, dataClass, logRemovalPolicy, inNetwork }: FunctionPartsProps) {
    this.securityGroup = inNetwork ? new FunctionSecurityGroup(own, 'SecurityGroup', {
      vpc: zone.vpc, description: `Function ${path}: HTTPS to what was granted`,
    }) : undefined;
    this.role = new FunctionRole(own, 'Role', path, zone, this.securityGroup);
    this.key = zone.key(dataClass);
    this.logGroup = new SecureLogGroup(own, 'Logs', { zone, dataClass, removalPolicy: logRemovalPolicy });
    onDataHandled(this.role, (handled) => this.logGroup._holds(handled));

    this.role.addRuntimeStatement(new iam.PolicyStatement({
      sid: 'OwnLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn],
    }));
    if (this.key !== zone.key()) this.role.addRuntimeStatement(decryptEnvironment(zone, this.key));
  }
}
