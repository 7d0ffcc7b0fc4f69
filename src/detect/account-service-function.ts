import { join } from 'path';
import { CustomResource, Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import type { FunctionRole } from '../compute/function-role';
import { SecureFunction } from '../compute/secure-function';
import type { TrustZone } from '../zone/trust-zone';

const CODE = join(__dirname, '..', '..', 'assets', 'lambda', 'account-services');
const TIMEOUT = Duration.minutes(10);

interface AccountServiceFunctionProps {
  readonly zone: TrustZone;
  readonly handler: string;
  readonly description: string;
  /** What it calls. */
  readonly statement: iam.PolicyStatement;
}

/**
 * The function behind custom resources for what has no type in CloudFormation. CloudFormation invokes it, and it answers through the zone's
 * own endpoint of S3, so that it needs no way out of the network.
 */
export class AccountServiceFunction extends Construct {
  public readonly role: FunctionRole;

  private readonly fn: SecureFunction;
  private readonly needed: IDependable[];

  constructor(scope: Construct, id: string, { zone, handler, description, statement }: AccountServiceFunctionProps) {
    super(scope, id);
    this.fn = new SecureFunction(this, 'Function', {
      zone, description, code: lambda.Code.fromAsset(CODE), handler: `index.${handler}`, timeout: TIMEOUT, initialPolicy: [statement],
    });
    this.role = this.fn.role as FunctionRole;
    const { securityGroup } = this.fn;
    this.needed = [this, ...securityGroup ? [zone._answersCloudFormation(securityGroup)] : []];
  }

  /** Makes a custom resource, which is there while the function may do what it has to, and has its way to it. */
  public manage(scope: Construct, id: string, resourceType: string, properties: Record<string, unknown>): CustomResource {
    const resource = new CustomResource(scope, id, {
      resourceType, properties, serviceToken: this.fn.functionArn, serviceTimeout: TIMEOUT.plus(Duration.minutes(1)),
    });
    resource.node.addDependency(...this.needed);
    return resource;
  }
}
