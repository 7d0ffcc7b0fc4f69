import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ClaimsStackProps } from './claims-stack-props';
import { AdminGuard, ApiGatewayAccount, AuditTrail, DataPerimeter, ThreatDetection, TrustZone } from 'cdk-zero-trust';

/** What there is once in an account and region, however many applications it holds: its record and its people. */
export class AccountStack extends Stack {
  public readonly trail: AuditTrail;
  /** GuardDuty and Security Hub; none for a first look, as an account has one of each. */
  public readonly detection?: ThreatDetection;

  constructor(scope: Construct, id: string, props: ClaimsStackProps) {
    super(scope, id, { terminationProtection: !props.firstLook, ...props });
    const { prefixLists, organizationId, firstLook } = props;
    new TrustZone(this, 'Zone', { prefixLists });
    if (organizationId) new DataPerimeter(this, 'Perimeter', { organizationId });

    new ApiGatewayAccount(this, 'ApiLogging');
    this.trail = new AuditTrail(this, 'Trail');
    if (!firstLook) this.detection = new ThreatDetection(this, 'Detection');

    // the rules on the account need a recorder of AWS Config
    new AdminGuard(this, 'People', { accountRules: !firstLook }).addRole('Adjusters', { assumedBy: new AccountPrincipal(this.account) });
  }
}
