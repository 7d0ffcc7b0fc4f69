import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accountSettingsOf } from './account-settings';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of an `ApiGatewayAccount`.
 */
export interface ApiGatewayAccountProps {
  /**
   * What happens to the setting and its role when the stack goes: all APIs of the region log through it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The role through which API Gateway writes the logs of all APIs of a region: one per account and region. Without it no
 * stage that logs can be deployed. Every `SecureApi` of the app in that account and region waits for it, in whatever stack it is; APIs of
 * another `Stage` of the app cannot.
 *
 * In the template: the setting, a role, and a customer-managed policy with the actions that API Gateway asks for, on log
 * groups of this account and region. API Gateway needs them on groups that do not exist yet, so no group is named.
 *
 * Throws `TwoAccountSettings` when the account and region have one already: they would overwrite each other.
 *
 * Fixed cost: none. Source: API Gateway developer guide, "Permissions for CloudWatch logging"; FSBP APIGateway.1.
 *
 * @example
 * new ApiGatewayAccount(this, 'ApiLogging'); // once per account and region
 */
export class ApiGatewayAccount extends Construct {
  /** The role that API Gateway takes on. */
  public readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: ApiGatewayAccountProps = {}) {
    checkProps(new.target === ApiGatewayAccount, 'ApiGatewayAccountProps', pathOf(scope, id), props);
    const { made, group } = accountSettingsOf(Stack.of(scope));
    if (made.length > 0) {
      throw new ZeroTrustError(pathOf(scope, id), 'TwoAccountSettings', `${made[0].node.path} sets the account's role for logs already.`,
        'keep one of the two.');
    }
    super(scope, id);
    made.push(this);

    const role = new CustomerManagedRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      permissionsBoundary: TrustZone.of(this).permissionsBoundary,
    });
    const logGroups = Stack.of(this).formatArn({
      service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const grant = iam.Grant.addToPrincipal({ grantee: role, actions: LOG_ACTIONS, resourceArns: [logGroups] });
    const account = new apigateway.CfnAccount(this, 'Resource', { cloudWatchRoleArn: role.roleArn });
    const policy = role.node.findChild('Policy') as iam.ManagedPolicy;
    acknowledgeStructural(policy.node.defaultChild!, {
      cause: StructuralCause.NO_RESOURCE_LEVEL,
      findings: [`AwsSolutions::AwsSolutions-IAM5[Resource::${written(Stack.of(this).resolve(logGroups))}]`],
      provedBy: 'ZT-APIGATEWAY-006',
      reason: 'API Gateway makes the log groups of all APIs of the region, known or not; the role may write logs and nothing else.',
    });
    // API Gateway looks at the role's permissions when it is told of the role.
    grant.applyBefore(account);
    group.add(account);

    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    account.applyRemovalPolicy(removalPolicy);
    role.applyRemovalPolicy(removalPolicy);
    policy.applyRemovalPolicy(removalPolicy);
    this.role = role;
  }
}

const LOG_ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:PutLogEvents',
];

/** An ARN as cdk-nag writes it in the name of a finding: references in angle brackets. */
function written(arn: any): string {
  return typeof arn === 'string' ? arn : arn['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
}
