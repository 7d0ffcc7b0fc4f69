import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { S3Client } from '@aws-sdk/client-s3';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FakeSigner } from '../../integration/fakes/signer';
import { SignedCode } from '../../src';
import { FakeSts } from '../support/fake-sts';
import { FakeVersionedS3 } from '../support/fake-versioned-s3';

export const BUCKET = 'cdk-hnb659fds-assets-000000000000-eu-west-1';

/** The folder of the app that worlds copy. */
let synthesised: string | undefined;

/** An account that signs, and an assembly: functions, one of them nested, a layer, a version with an alias. */
export class SigningWorld {
  /** Removes what the worlds share. */
  public static forget(): void {
    if (synthesised !== undefined) rmSync(synthesised, { recursive: true, force: true });
    synthesised = undefined;
  }

  public readonly s3 = new FakeVersionedS3();
  public readonly sts = new FakeSts();
  public readonly folder = mkdtempSync(join(tmpdir(), 'zt-sign-'));
  public readonly assembly = join(this.folder, 'cdk.out');
  public readonly out = join(this.folder, 'signed.out');
  public readonly signer: FakeSigner;
  private readonly environment = { ...process.env };

  constructor() {
    this.signer = new FakeSigner(() => new S3Client({}));
  }

  public async start(): Promise<void> {
    await Promise.all([this.sts.start(), this.signer.start()]);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: await this.s3.start(),
      AWS_ENDPOINT_URL_STS: this.sts.url,
      AWS_ENDPOINT_URL_SIGNER: this.signer.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAFAKE',
      AWS_SECRET_ACCESS_KEY: 'fake',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    });
    this.s3.create(BUCKET);
  }

  public async stop(): Promise<void> {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.environment);
    await Promise.all([this.sts.stop(), this.signer.stop(), this.s3.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Synthesised once, and copied for each world. */
  public synthesise(): void {
    synthesised ??= mkdtempSync(join(tmpdir(), 'zt-signed-app-'));
    if (!existsSync(join(synthesised, 'cdk.out'))) this.make(synthesised);
    cpSync(join(synthesised, 'cdk.out'), this.assembly, { recursive: true });
  }

  private make(folder: string): void {
    const app = new App({ outdir: join(folder, 'cdk.out') });
    const stack = new Stack(app, 'Orders', { env: { region: 'eu-west-1' } });
    const config = new SignedCode(stack, 'Signed');
    const layer = new lambda.LayerVersion(stack, 'Layer', { code: this.code('layer') });
    const fn = this.fn(stack, 'PlaceOrder', { codeSigningConfig: config, layers: [layer] });
    new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    this.fn(new NestedStack(stack, 'Refunds'), 'RefundOrder', { codeSigningConfig: config });
    app.synth();
  }

  private fn(scope: Stack, id: string, props: Partial<lambda.FunctionProps>): lambda.Function {
    return new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: this.code(id), ...props });
  }

  private code(name: string): lambda.Code {
    const folder = join(synthesised!, `code-${name}`);
    mkdirSync(join(folder, 'lib'), { recursive: true });
    writeFileSync(join(folder, 'index.js'), `exports.handler = async () => '${name}';`);
    writeFileSync(join(folder, 'lib', 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    return lambda.Code.fromAsset(folder);
  }
}
