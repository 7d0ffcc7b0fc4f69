import { Duration, Stack } from 'aws-cdk-lib';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { AssessmentStack } from './assessment-stack';
import { CLAIM_KEY_SCHEMA } from './claim-schema';
import { ClaimsStackProps, handlerCode } from './claims-stack-props';
import { EventSource, MessageFormat, SecureFunction, SecureQueue } from 'cdk-zero-trust';

export interface NoticesStackProps extends ClaimsStackProps {
  readonly assessment: AssessmentStack;
}

/** Tells holders what was decided: a stack of its own, so that its team deploys it alone, in the zone that holds claims. */
export class NoticesStack extends Stack {
  constructor(scope: Construct, id: string, props: NoticesStackProps) {
    super(scope, id, { terminationProtection: !props.firstLook, ...props });
    const { assessment } = props;
    assessment.zone.serve(this);

    const notifications = new SecureQueue(this, 'Notifications');
    assessment.decisions.addSubscription(new SqsSubscription(notifications));
    const notify = new SecureFunction(this, 'notify-holder', {
      code: handlerCode('notify-holder'), timeout: Duration.seconds(10), environment: { TABLE_NAME: assessment.claims.tableName },
    });
    assessment.claims.grant(notify, 'dynamodb:UpdateItem');
    notify.consumes(EventSource.queue(notifications, { schema: CLAIM_KEY_SCHEMA, messageFormat: MessageFormat.SNS_NOTIFICATION }));
  }
}
