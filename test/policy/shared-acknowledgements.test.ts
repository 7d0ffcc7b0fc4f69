import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { SharedAcknowledgements } from '../../src/policy/shared-acknowledgements';

const ID = 'AwsSolutions::AwsSolutions-SQS3';

function queueIn(app: App): CfnResource {
  return new CfnResource(new Stack(app, 'Stack'), 'Queue', { type: 'AWS::SQS::Queue' });
}

test('Acknowledgements are read once for all packs of a synthesis', () => {
  const app = new App();
  Validations.of(queueIn(app)).acknowledge({ id: ID, reason: 'it is a dead-letter queue' });
  const shared = new SharedAcknowledgements(app);
  shared.begin({});
  const read = shared.all;
  shared.begin({});
  expect(shared.all).toBe(read);
  expect(read.findOwn(ID, 'Stack/Queue')?.reason).toBe('it is a dead-letter queue');
});

test('An acknowledgement that is made between two syntheses counts in the second one', () => {
  const app = new App();
  const queue = queueIn(app);
  const [first, second] = [{}, {}];
  const shared = new SharedAcknowledgements(app);
  for (const pack of [first, second]) shared.begin(pack);
  expect(shared.all.has(ID)).toBe(false);
  Validations.of(queue).acknowledge({ id: ID, reason: 'it is a dead-letter queue' });
  shared.begin(second); // the first one failed
  expect(shared.all.has(ID)).toBe(true);
});
