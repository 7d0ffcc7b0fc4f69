import { randomBytes, randomUUID } from 'crypto';
import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';

const ACCOUNT = '111122223333';
export const FAKE_REGION = 'eu-west-1';

interface Version {
  value?: string;
  readonly stages: Set<string>;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  tags: { Key: string; Value: string }[];
  rotationEnabled: boolean;
  readonly versions: Map<string, Version>;
}

/** An error as the service names it. */
class ServiceError extends Error {
  constructor(public readonly type: string, message: string) {
    super(message);
  }
}

/**
 * Secrets Manager in memory, spoken to over HTTP in its own protocol (AWS JSON 1.1), with its versions, its moves of stages
 * and its errors, so that the SDK and the code under test are the real ones. It checks no signatures and no policies.
 */
export class FakeSecretsManager {
  public static async start(): Promise<FakeSecretsManager> {
    const fake = new FakeSecretsManager();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** Names of the operations called since the start, in order. */
  public readonly calls: string[] = [];
  private readonly secrets: Secret[] = [];
  private readonly server: Server = createServer((request, response) => {
    void body(request).then((text) => {
      const { status, answer } = this.answer(String(request.headers['x-amz-target']), text);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });

  private readonly operations: Record<string, (input: any) => object> = {
    DescribeSecret: ({ SecretId }) => {
      const { arn, name, tags, rotationEnabled } = this.find(SecretId);
      return { ARN: arn, Name: name, Tags: tags, RotationEnabled: rotationEnabled, VersionIdsToStages: this.stagesOf(SecretId) };
    },

    GetSecretValue: ({ SecretId, VersionId, VersionStage }) => {
      const { arn, name, versions } = this.find(SecretId);
      const stage = VersionStage ?? (VersionId ? undefined : 'AWSCURRENT');
      const [id, version] = [...versions].find(([candidate, { stages }]) => VersionId ? candidate === VersionId : stages.has(stage)) ?? [];
      if (version?.value === undefined) {
        throw new ServiceError('ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${VersionId ? `VersionId: ${VersionId}` : `staging label: ${stage}`}`);
      }
      if (stage && !version.stages.has(stage)) {
        throw new ServiceError('InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.');
      }
      return { ARN: arn, Name: name, VersionId: id, SecretString: version.value, VersionStages: [...version.stages] };
    },

    PutSecretValue: ({ SecretId, ClientRequestToken, SecretString, VersionStages }) => {
      const secret = this.find(SecretId);
      if (!/^[\w-]{32,64}$/.test(ClientRequestToken ?? '')) {
        throw new ServiceError('InvalidParameterException', 'ClientRequestToken must be 32-64 characters long.');
      }
      const existing = secret.versions.get(ClientRequestToken);
      if (existing?.value !== undefined && existing.value !== SecretString) {
        throw new ServiceError('ResourceExistsException', 'You can\'t use ClientRequestToken because it belongs to a version that has another value.');
      }
      const stages: string[] = VersionStages ?? ['AWSCURRENT'];
      stages.forEach((stage) => this.move(secret, stage, ClientRequestToken));
      secret.versions.get(ClientRequestToken)!.value = SecretString;
      return { ARN: secret.arn, Name: secret.name, VersionId: ClientRequestToken, VersionStages: stages };
    },

    UpdateSecretVersionStage: ({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }) => {
      const secret = this.find(SecretId);
      const [holder] = [...secret.versions].find(([, { stages }]) => stages.has(VersionStage)) ?? [];
      if (MoveToVersionId && !secret.versions.has(MoveToVersionId)) {
        throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified version: ${MoveToVersionId}`);
      }
      if (holder !== undefined && holder !== MoveToVersionId && holder !== RemoveFromVersionId) {
        throw new ServiceError('InvalidParameterException',
          `The parameter RemoveFromVersionId must be set to ${holder}, which has the staging label ${VersionStage}.`);
      }
      if (!MoveToVersionId && VersionStage === 'AWSCURRENT') {
        throw new ServiceError('InvalidParameterException', 'You can only move staging label AWSCURRENT to a different secret version.');
      }
      if (MoveToVersionId) this.move(secret, VersionStage, MoveToVersionId);
      else if (holder) secret.versions.get(holder)!.stages.delete(VersionStage);
      return { ARN: secret.arn, Name: secret.name };
    },
  };

  /** What the SDK has to find in the environment to speak to this server and to nothing else. */
  public get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_REGION: FAKE_REGION,
      AWS_ACCESS_KEY_ID: 'AKIDFAKE',
      AWS_SECRET_ACCESS_KEY: 'fake',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A secret with one version, AWSCURRENT. Returns its ARN. */
  public create(name: string, value: string, tags: Record<string, string> = {}): string {
    const arn = `arn:aws:secretsmanager:${FAKE_REGION}:${ACCOUNT}:secret:${name}-${randomBytes(3).toString('hex')}`;
    this.secrets.push({
      arn,
      name,
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      rotationEnabled: true,
      versions: new Map([[randomUUID(), { value, stages: new Set(['AWSCURRENT']) }]]),
    });
    return arn;
  }

  public disableRotation(id: string): void {
    this.find(id).rotationEnabled = false;
  }

  /** What RotateSecret does before it calls the function: a version without a value, AWSPENDING. Returns its id, the token. */
  public beginRotation(id: string): string {
    const token = randomUUID();
    this.move(this.find(id), 'AWSPENDING', token);
    return token;
  }

  /** The value behind a stage or a version. */
  public valueOf(id: string, stageOrVersion: string): string | undefined {
    const { versions } = this.find(id);
    return (versions.get(stageOrVersion) ?? [...versions.values()].find(({ stages }) => stages.has(stageOrVersion)))?.value;
  }

  /** Version → stages, as DescribeSecret shows them. */
  public stagesOf(id: string): Record<string, string[]> {
    const versions = [...this.find(id).versions].filter(([, { stages }]) => stages.size > 0);
    return Object.fromEntries(versions.map(([version, { stages }]) => [version, [...stages].sort()]));
  }

  private answer(target: string, text: string): { status: number; answer: object } {
    const operation = target.replace('secretsmanager.', '');
    this.calls.push(operation);
    try {
      const handle = this.operations[operation];
      if (!handle) throw new ServiceError('UnknownOperationException', operation);
      return { status: 200, answer: handle(JSON.parse(text)) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { status: 400, answer: { __type: error.type, Message: error.message } };
    }
  }

  private find(id: string): Secret {
    const secret = this.secrets.find(({ arn, name }) => id === arn || id === name);
    if (!secret) throw new ServiceError('ResourceNotFoundException', 'Secrets Manager can\'t find the specified secret.');
    return secret;
  }

  /** A stage is on one version only; the version that loses AWSCURRENT is AWSPREVIOUS from then on. */
  private move(secret: Secret, stage: string, to: string): void {
    if (!secret.versions.has(to)) secret.versions.set(to, { stages: new Set() });
    const from = [...secret.versions].find(([, { stages }]) => stages.has(stage))?.[0];
    if (from === to) return;
    if (from) secret.versions.get(from)!.stages.delete(stage);
    secret.versions.get(to)!.stages.add(stage);
    if (stage === 'AWSCURRENT' && from) this.move(secret, 'AWSPREVIOUS', from);
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
