import { randomUUID } from 'crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/**
 * Secrets Manager with rotation, in front of the emulator's, whose RotateSecret copies the current value and calls no function. Here a
 * rotation makes a version AWSPENDING without a value, and invokes the function with each of the four steps in turn; everything else is the
 * emulator's answer.
 *
 * Source: AWS Secrets Manager user guide, "Lambda rotation functions" and "Rotation by Lambda function".
 */
export class RotatingSecrets extends HttpFake {
  private readonly lambda = new LambdaClient({});
  private readonly secrets = new SecretsManagerClient({});
  private pending?: { readonly secretArn: string; readonly token: string };

  /** Rotates a secret, and returns the id of its new version. Throws what the function threw. */
  public async rotate(secretId: string, functionName: string): Promise<string> {
    const token = randomUUID();
    const { ARN: secretArn } = await this.secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
    this.pending = { secretArn: secretArn!, token };
    for (const Step of STEPS) {
      const Payload = JSON.stringify({ Step, SecretId: secretArn, ClientRequestToken: token, RotationToken: randomUUID() });
      const answer = await this.lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }));
      if (answer.FunctionError) throw new Error(`${Step}: ${Buffer.from(answer.Payload ?? []).toString()}`);
    }
    return token;
  }

  protected async answer({ method, path, headers, body }: FakeRequest): Promise<FakeAnswer> {
    const target = String(headers['x-amz-target']);
    const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}${path}`, {
      method, body, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, 'authorization': String(headers.authorization) },
    });
    const text = await answer.text();
    if (target !== 'secretsmanager.DescribeSecret' || !answer.ok) return { status: answer.status, body: text };
    return { status: answer.status, body: JSON.stringify(this.withRotation(JSON.parse(text))) };
  }

  private withRotation(secret: { ARN: string; VersionIdsToStages?: Record<string, string[]> }): object {
    const versions = { ...secret.VersionIdsToStages };
    if (this.pending?.secretArn === secret.ARN) versions[this.pending.token] ??= ['AWSPENDING'];
    return { ...secret, RotationEnabled: true, VersionIdsToStages: versions };
  }
}
