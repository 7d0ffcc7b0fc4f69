import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ClaimsStackProps } from './claims-stack-props';
import { ApiGatewayAccount, AuditTrail, TrustZone } from 'cdk-zero-trust';

/** What there is once in an account and region, however many applications it holds. */
export class AccountStack extends Stack {
  public readonly trail: AuditTrail;

  constructor(scope: Construct, id: string, props: ClaimsStackProps) {
    super(scope, id, { terminationProtection: true, ...props });
    new TrustZone(this, 'Zone', { prefixLists: props.prefixLists });

    new ApiGatewayAccount(this, 'ApiLogging');
    this.trail = new AuditTrail(this, 'Trail');
  }
}
