import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PlayRequest, run } from './play';

/** Tells people of an incident, once. */
export async function notify(request: PlayRequest): Promise<void> {
  await run('notify', ({ incident, finding, target }) => [{
    name: 'publish',
    read: async () => null,
    act: async () => {
      await new SNSClient({}).send(new PublishCommand({
        TopicArn: process.env.TOPIC, Subject: `Incident: ${target.kind}`, Message: JSON.stringify({ incident, target, finding }),
      }));
    },
    // what was said stays said
    undo: async () => {},
  }], request);
}
