import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Choice, Condition, DefinitionBody, IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { AccountStack } from './account-stack';
import { ClaimsStackProps, handlerCode } from './claims-stack-props';
import { ZoneResponse } from './zone-response';
import {
  AccessReview, DataClass, DataPerimeter, Egress, EgressControl, ExecutionInput, IncidentResponder, PermissionsBoundary, SecureEventBus,
  SecureFunction, SecureSecret, SecureStateMachine, SecureTable, SecureTopic, SignedCode, TrustZone, ZoneNetwork,
} from 'cdk-zero-trust';

const PAYMENTS_AT_ONCE = 5;

export interface AssessmentStackProps extends ClaimsStackProps {
  readonly account: AccountStack;
}

/** The zone that holds claims and decides them. Nobody outside of it has a grant on anything in it: the intake zone asks one function. */
export class AssessmentStack extends Stack {
  /** The only door: what takes, tells and amends claims for the intake zone. */
  public readonly claimsService: SecureFunction;
  public readonly zone: TrustZone;
  public readonly claims: SecureTable;
  public readonly decisions: SecureTopic;
  public readonly responder: IncidentResponder;

  private readonly firstLook: boolean;

  constructor(scope: Construct, id: string, props: AssessmentStackProps) {
    super(scope, id, { terminationProtection: !props.firstLook, ...props });
    const { account, prefixLists, organizationId, firstLook } = props;
    this.firstLook = firstLook ?? false;
    const zone = this.zone = new TrustZone(this, 'Zone', {
      prefixLists,
      permissionsBoundary: new PermissionsBoundary(this, 'Boundary'),
      network: firstLook ? ZoneNetwork.isolated({ egressControl: EgressControl.dnsFirewallOnly('a first look, without 577 USD a month for a firewall') }) : undefined,
    });
    if (!firstLook) new SignedCode(this, 'Signed').requireIn(zone); // by the pipeline that deploys, not by `cdk deploy`
    if (organizationId) new DataPerimeter(this, 'Perimeter', { organizationId });

    this.claims = new SecureTable(this, 'Claims', {
      dataClass: DataClass.RESTRICTED,
      partitionKey: { name: 'holder', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
    });
    const filed = new SecureEventBus(this, 'Filed');
    this.decisions = new SecureTopic(this, 'Decisions');

    this.claimsService = this.serveClaims(filed);
    const assess = new SecureStateMachine(this, 'Assess', {
      definitionBody: DefinitionBody.fromChainable(this.assessment()),
      timeout: Duration.minutes(5),
    });
    filed.addRule('Assess', { eventPattern: { source: ['claims.assessment'], detailType: ['ClaimFiled'] }, targets: [assess.startWith(ExecutionInput.EVENT_DETAIL)] });

    account.trail.addZone(zone);
    if (!firstLook) new AccessReview(this, 'Review'); // an account has room for one analyzer of each kind
    ({ responder: this.responder } = new ZoneResponse(zone, { account, firstLook, exportsFindings: false, alarms: { trail: account.trail } }));
  }

  private serveClaims(filed: SecureEventBus): SecureFunction {
    const policies = new SecureTable(this, 'Policies', { partitionKey: { name: 'policyNumber', type: AttributeType.STRING } });
    const serve = this.handler('serve-claims', {
      TABLE_NAME: this.claims.tableName, POLICIES_TABLE_NAME: policies.tableName, BUS_NAME: filed.eventBusName,
    });
    this.claims.grant(serve, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    policies.grant(serve, 'dynamodb:GetItem');
    filed.grantPutEventsTo(serve);
    serve.declassify(DataClass.RESTRICTED, DataClass.CONFIDENTIAL, 'events name a claim and tell nothing of it');
    return serve;
  }

  /** Score, pay what may be paid at once, record: each step a function that can do no other step's work. */
  private assessment(): IChainable {
    const score = this.handler('score-claim', { TABLE_NAME: this.claims.tableName });
    this.claims.grant(score, 'dynamodb:GetItem');

    const provider = new SecureSecret(this, 'PaymentProvider', { description: 'Token of the payment provider' });
    // the one reservation of the platform: a fault before it pays out no faster than this, and no flood elsewhere takes its turn
    const pay = this.handler('pay-claim', { SECRET_ARN: provider.secretArn }, this.firstLook ? undefined : PAYMENTS_AT_ONCE);
    provider.grantRead(pay);
    pay.allowEgress(Egress.https('api.stripe.com'));

    const record = this.handler('record-decision', { TABLE_NAME: this.claims.tableName, TOPIC_ARN: this.decisions.topicArn });
    this.claims.grant(record, 'dynamodb:UpdateItem');
    this.decisions.grantPublish(record);

    const task = (name: string, lambdaFunction: SecureFunction) => new LambdaInvoke(this, name, { lambdaFunction, payloadResponseOnly: true });
    const recorded = task('Record', record);
    return task('Score', score).next(new Choice(this, 'Payable?')
      .when(Condition.stringEquals('$.decision', 'PAY'), task('Pay', pay).next(recorded))
      .otherwise(recorded));
  }

  private handler(name: string, environment: Record<string, string>, reservedConcurrentExecutions?: number): SecureFunction {
    return new SecureFunction(this, name, { code: handlerCode(name), timeout: Duration.seconds(10), environment, reservedConcurrentExecutions });
  }
}
