import { RemovalPolicy, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What a team wrote that has never heard of zero trust: plain L2s, nothing about keys, networks, logs or roles. */
export class ReportsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const requests = new Queue(this, 'Requests');
    const reports = new TableV2(this, 'Reports', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const archive = new Bucket(this, 'Archive', { removalPolicy: RemovalPolicy.RETAIN });
    const done = new Topic(this, 'Done');

    const render = new Function(this, 'Render', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] });'),
      environment: { REPORTS: reports.tableName, DONE: done.topicArn },
    });
    render.addEventSource(new SqsEventSource(requests, { reportBatchItemFailures: true }));
    reports.grantReadWriteData(render);
    done.grantPublish(render);

    // What no default can decide: whether a copy in another region is worth its cost.
    for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) {
      Validations.of(archive.node.defaultChild!).acknowledge({
        id: `${pack}::${pack}-S3BucketReplicationEnabled`, reason: 'Reports can be rendered again from the table.',
      });
    }
  }
}
