import * as sns from '@aws-sdk/client-sns';
import { askedByForm } from './fake-aws/wire';
import { FakeAnswer, FakeRequest, HttpFake } from '../../integration/fakes/http-fake';

export interface Published {
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
}

/**
 * What a request publishes. Throws for what the service refuses.
 *
 * Source: Amazon SNS API reference, Publish: the limits of `Message` and `Subject`.
 */
export function publishedBy(body: string): Published {
  const { name, input } = askedByForm(sns, body);
  const { TopicArn, Subject, Message } = input;
  if (name !== 'Publish') throw new Error(`not faked: ${name}`);
  if (!/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(TopicArn ?? '')) throw new Error(`InvalidParameter: TopicArn ${TopicArn}`);
  if (Message === '' || Buffer.byteLength(Message) > 262_144) throw new Error('InvalidParameter: Message');
  if (Subject !== undefined && !/^[!-~][ -~]{0,98}$/.test(Subject)) throw new Error(`InvalidParameter: Subject ${Subject}`);
  return input;
}

/** Amazon SNS, which keeps what is published. */
export class FakeSns extends HttpFake {
  public readonly published: Published[] = [];

  protected async answer({ body }: FakeRequest): Promise<FakeAnswer> {
    const headers = { 'content-type': 'text/xml' };
    try {
      this.published.push(publishedBy(body));
    } catch (error) {
      return { status: 400, headers, body: `<ErrorResponse><Error><Code>InvalidParameter</Code><Message>${error}</Message></Error></ErrorResponse>` };
    }
    return { status: 200, headers, body: '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>' };
  }
}
