import type * as sns from 'aws-cdk-lib/aws-sns';
import type { PlayDefinition } from './play';
import { PlayMode } from './play-mode';
import { call, DONE, REQUEST } from './respond-definition';

/** @internal */
export function notify(topic: sns.ITopic): PlayDefinition {
  return {
    name: 'notify',
    defaultMode: PlayMode.ACT,
    mode: PlayMode.ACT,
    harmless: true,
    bind: ({ makeFunction: make, partition }) => {
      const fn = make('Notify', 'notify', { TOPIC: topic.topicArn });
      topic.grantPublish(fn);
      return {
        states: { first: 'Notify', states: { Notify: call(partition, fn.functionArn, REQUEST, DONE) } },
        functions: [fn],
      };
    },
  };
}
