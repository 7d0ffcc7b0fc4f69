import { createHash, randomUUID } from 'crypto';
import { JsonProtocolServer, ServiceError } from './json-protocol-server';

/** SendMessage to one queue, whose messages a test takes out by hand. */
export class FakeSqs extends JsonProtocolServer {
  public readonly bodies: string[] = [];

  constructor(private readonly queueName: string) {
    super();
  }

  public queueUrl(endpoint: string): string {
    return `${endpoint}/111122223333/${this.queueName}`;
  }

  public answer(operation: string, input: any): object {
    if (operation !== 'SendMessage') throw new ServiceError('com.amazonaws.sqs#UnsupportedOperation', `${operation} is not faked`);
    if (!input.QueueUrl?.endsWith(`/${this.queueName}`)) throw new ServiceError('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
    this.bodies.push(input.MessageBody);
    // the SDK compares the digest with what it sent
    return { MessageId: randomUUID(), MD5OfMessageBody: createHash('md5').update(input.MessageBody).digest('hex') };
  }
}
