import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ClassDefaults } from './class-defaults';
import { acknowledgeRedrive, queueBehind } from '../../compute/queue-source';
import { SecureFunction } from '../../compute/secure-function';

/** Failed messages of a queue go where its redrive policy says: one pack knows another way only. */
export const eventSourceDefaults: ClassDefaults = {
  classId: lambda.EventSourceMapping.PROPERTY_INJECTION_ID,
  // a function makes the mapping of its event source itself
  alsoInsideCdk: true,
  fill: () => ({}),
  finish(mapping: lambda.EventSourceMapping, said: lambda.EventSourceMappingProps) {
    const queue = queueBehind(said.eventSourceArn);
    if (queue && !(said.target instanceof SecureFunction)) acknowledgeRedrive(mapping, queue);
    return [];
  },
};
