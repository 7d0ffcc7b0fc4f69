import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';
import { Resource } from '../deploy/template';

/** A statement of the service's auth policy that lets a method and paths through. */
interface Admitted {
  readonly methods: string[];
  readonly path: RegExp;
}

/**
 * A VPC Lattice service with one function as its target. It takes requests that are signed for VPC Lattice with an unsigned payload, and
 * that a statement of the auth policy admits by method and path, and hands them on as events of version 2.0. Who signed is not checked: the
 * emulator has no IAM.
 *
 * Source: VPC Lattice user guide, "SIGv4 authenticated requests", "Auth policies", and "Lambda functions as targets".
 */
export class ClaimsLink extends HttpFake {
  private readonly lambda = new LambdaClient({});
  private admitted: Admitted[] = [];
  private functionName = '';

  /** @param stripped what the emulator lacks of the stack with the link */
  public forwardTo(functionName: string, stripped: Record<string, Resource>): void {
    this.functionName = functionName;
    const policies = Object.values(stripped).filter(({ Type }) => Type === 'AWS::VpcLattice::AuthPolicy');
    this.admitted = policies.flatMap(({ Properties }) => Properties!.Policy.Statement).flatMap((statement) => {
      const methods = statement.Condition?.StringEquals?.['vpc-lattice-svcs:RequestMethod'];
      const path = statement.Resource?.['Fn::Join']?.[1].at(-1);
      return statement.Effect === 'Allow' && methods ? [{ methods, path: new RegExp(`^${path.replaceAll('*', '.*')}$`) }] : [];
    });
    const [group] = Object.values(stripped).filter(({ Type }) => Type === 'AWS::VpcLattice::TargetGroup');
    if (group.Properties!.Config.LambdaEventStructureVersion !== 'V2') throw new Error('this fake speaks version 2.0 of the event');
  }

  protected async answer({ method, path, headers, body }: FakeRequest): Promise<FakeAnswer> {
    const signed = /^AWS4-HMAC-SHA256 Credential=\S+\/vpc-lattice-svcs\/aws4_request, /.test(headers.authorization ?? '');
    const admitted = this.admitted.some((one) => one.methods.includes(method) && one.path.test(path));
    if (!signed || headers['x-amz-content-sha256'] !== 'UNSIGNED-PAYLOAD' || !admitted) return { status: 403, body: 'AccessDeniedException' };
    const event = { version: '2.0', method, path, headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])), body, isBase64Encoded: false };
    const { Payload, FunctionError } = await this.lambda.send(new InvokeCommand({ FunctionName: this.functionName, Payload: JSON.stringify(event) }));
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
    if (FunctionError) return { status: 502, body: JSON.stringify(answer) };
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }
}
