import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { environment } from '../shared/environment';
import { ShippingMessage } from '../shared/shipping-message';

let client: SQSClient | undefined;

/** Asks for an order to be shipped: by its key alone, so that no address lies in a queue. */
export async function askToShip(message: ShippingMessage): Promise<void> {
  client ??= new SQSClient(CLIENT_DEFAULTS);
  await client.send(new SendMessageCommand({ QueueUrl: environment('QUEUE_URL'), MessageBody: JSON.stringify(message) }));
}
