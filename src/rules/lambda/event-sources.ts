import { TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';

/** Properties that only mappings from Kafka and DocumentDB have. */
const OF_OTHER_STREAMS = [
  'SelfManagedEventSource', 'AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig', 'DocumentDBEventSourceConfig', 'Topics',
];

/** Whether a mapping reads a stream of Kinesis or DynamoDB: only streams have a place to start at. */
export function readsStream(mapping: TemplateResource): boolean {
  return !mapping.at('StartingPosition').isAbsent && OF_OTHER_STREAMS.every((name) => mapping.at(name).isAbsent);
}

/** Whether a mapping takes messages from a queue of SQS, of the templates or by its ARN. */
export function readsQueue(mapping: TemplateResource): boolean {
  const source = mapping.at('EventSourceArn').value;
  return resourceOf(source, 'AWS::SQS::Queue') !== undefined || /:sqs:/.test(textOf(source) ?? '');
}

/** The function that a mapping invokes, itself or behind an alias or a version; none when it is not in the templates. */
export function functionOf(mapping: TemplateResource): TemplateResource | undefined {
  const named = resourceOf(mapping.at('FunctionName').value, 'AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version');
  return named?.type === 'AWS::Lambda::Function' ? named : named && resourceOf(named.at('FunctionName').value, 'AWS::Lambda::Function');
}
