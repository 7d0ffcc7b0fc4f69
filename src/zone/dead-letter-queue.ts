import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ExactQueue, ExactQueueProps } from './exact-queue';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';

/**
 * The queue where messages end that nobody could handle: kept 14 days, the most that SQS offers, so that they never expire
 * before those of the queue they come from.
 *
 * @internal
 */
export class DeadLetterQueue extends ExactQueue {
  constructor(scope: Construct, id: string, props: ExactQueueProps) {
    super(scope, id, { ...props, retentionPeriod: Duration.days(14) });
    acknowledgeStructural(this.node.defaultChild!, {
      cause: StructuralCause.END_OF_CHAIN,
      // cdk-nag knows a dead-letter queue only by a queue or function of the same stack that uses it
      findings: [...inPacks(['Serverless'], 'SQSRedrivePolicy'), ...inPacks(['AwsSolutions'], 'SQS3')],
      provedBy: 'ZT-SQS-002',
      reason: 'A dead-letter queue is where redrive ends.',
    });
  }
}
