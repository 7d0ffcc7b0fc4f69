import * as sts from '@aws-sdk/client-sts';
import { askedByForm } from './fake-aws/wire';
import { FakeAnswer, FakeRequest, HttpFake } from '../../integration/fakes/http-fake';

/** Who calls, and roles that may be assumed. Requests are checked by the SDK's own model. */
export class FakeSts extends HttpFake {
  public readonly assumed: string[] = [];
  public account = '000000000000';
  public refuses = false;

  protected async answer({ body }: FakeRequest): Promise<FakeAnswer> {
    const headers = { 'content-type': 'text/xml' };
    const { name: action, input } = askedByForm(sts, body);
    if (action === 'GetCallerIdentity') {
      const result = `<Account>${this.account}</Account><Arn>arn:aws:iam::${this.account}:user/ci</Arn><UserId>AIDAFAKE</UserId>`;
      return { status: 200, headers, body: answerOf(action, result) };
    }
    if (this.refuses) return { status: 403, headers, body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>' };
    this.assumed.push(input.RoleArn);
    const credentials = '<AccessKeyId>ASIAPUBLISHER</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>';
    return { status: 200, headers, body: answerOf(action, `<Credentials>${credentials}</Credentials>`) };
  }
}

function answerOf(action: string, result: string): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;
}
