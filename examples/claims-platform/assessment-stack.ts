import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { AccountStack } from './account-stack';
import { ClaimsStackProps, handlerCode } from './claims-stack-props';
import { DataClass, SecureEventBus, SecureFunction, SecureQueue, SecureSecret, SecureTable, SecureTopic, SecurityAlarms, TrustZone } from 'cdk-zero-trust';

export interface AssessmentStackProps extends ClaimsStackProps {
  readonly account: AccountStack;
}

/** The zone that holds claims and decides them. Nobody outside reaches into it but by its bus, its table and one service. */
export class AssessmentStack extends Stack {
  public readonly claims: SecureTable;
  public readonly bus: SecureEventBus;

  private readonly zone: TrustZone;

  constructor(scope: Construct, id: string, { account, prefixLists, ...props }: AssessmentStackProps) {
    super(scope, id, { terminationProtection: true, ...props });
    this.zone = new TrustZone(this, 'Zone', { prefixLists });

    this.claims = new SecureTable(this, 'Claims', {
      dataClass: DataClass.RESTRICTED,
      partitionKey: { name: 'holder', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
    });
    const policies = new SecureTable(this, 'Policies', { partitionKey: { name: 'policyNumber', type: AttributeType.STRING } });
    this.bus = new SecureEventBus(this, 'Bus');
    const decisions = new SecureTopic(this, 'Decisions');
    const payments = new SecureSecret(this, 'PaymentProvider', { description: 'Token of the payment provider' });

    const score = this.handler('score-claim', { TABLE_NAME: this.claims.tableName });
    this.claims.grant(score, 'dynamodb:GetItem');

    const pay = this.handler('pay-claim', { SECRET_ARN: payments.secretArn });
    payments.grantRead(pay);

    const record = this.handler('record-decision', { TABLE_NAME: this.claims.tableName, TOPIC_ARN: decisions.topicArn });
    this.claims.grant(record, 'dynamodb:UpdateItem');
    decisions.grantPublish(record);

    const notifications = new SecureQueue(this, 'Notifications');
    decisions.addSubscription(new SqsSubscription(notifications));
    const notify = this.handler('notify-holder', { TABLE_NAME: this.claims.tableName });
    this.claims.grant(notify, 'dynamodb:UpdateItem');
    notify.addEventSource(new SqsEventSource(notifications, { reportBatchItemFailures: true }));

    const coverage = this.handler('check-coverage', { TABLE_NAME: policies.tableName });
    policies.grant(coverage, 'dynamodb:GetItem');

    account.trail.addZone(this.zone);
    new SecurityAlarms(this, 'Alarms', { trail: account.trail });
  }

  private handler(name: string, environment: Record<string, string>): SecureFunction {
    return new SecureFunction(this, name, { code: handlerCode(name), timeout: Duration.seconds(10), environment });
  }
}
