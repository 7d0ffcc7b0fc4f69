import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { fits, generate, Generator, generatorOf } from './generator';

/** One rotation of one secret: the new version is named by the token of the request. */
interface Rotation {
  readonly secret: string;
  readonly version: string;
  readonly current: string;
  readonly generator: Generator;
}

let client: SecretsManagerClient | undefined;
/** Made at the first use: the region and the endpoint come from the environment. */
const secrets = () => client ??= new SecretsManagerClient({});

/**
 * Rotates a secret that nobody else has to be told of. Secrets Manager calls each step in turn, and again after a failure,
 * so a step that was done already does nothing. The value is never logged, nor is an error that could quote it.
 */
export async function handler(event: SecretsManagerRotationEvent): Promise<void> {
  const { Step: step, SecretId: secret, ClientRequestToken: version } = event;
  const description = await secrets().send(new DescribeSecretCommand({ SecretId: secret }));
  if (!description.RotationEnabled) throw new Error(`Rotation is not enabled for ${secret}.`);

  const stages = description.VersionIdsToStages ?? {};
  if (!stages[version]) throw new Error(`Version ${version} of ${secret} has no stage to rotate.`);
  if (stages[version].includes('AWSCURRENT')) return log(event, 'is current already');
  if (!stages[version].includes('AWSPENDING')) throw new Error(`Version ${version} of ${secret} is not AWSPENDING.`);
  const current = Object.keys(stages).find((id) => stages[id].includes('AWSCURRENT'));
  if (!current) throw new Error(`${secret} has no current version.`);

  const rotation = { secret, version, current, generator: generatorOf(description.Tags) };
  switch (step) {
    case 'createSecret': return log(event, await create(rotation));
    case 'setSecret': return log(event, 'has nobody else to tell');
    case 'testSecret': return log(event, await test(rotation));
    case 'finishSecret': return log(event, await finish(rotation));
    default: throw new Error('The step is none of createSecret, setSecret, testSecret and finishSecret.');
  }
}

async function create({ secret, version, current, generator }: Rotation): Promise<string> {
  if (await valueOf(secret, version) !== undefined) return 'exists already';
  const value = await valueOf(secret, current);
  if (value === undefined) throw new Error(`The current version of ${secret} has no text.`);
  await secrets().send(new PutSecretValueCommand({
    SecretId: secret,
    ClientRequestToken: version,
    VersionStages: ['AWSPENDING'],
    SecretString: withGenerated(generator, value, generate(generator)),
  }));
  return 'is pending';
}

/** What can be tested without another side: the value is there, is new, and is what the secret's readers expect. */
async function test({ secret, version, current, generator }: Rotation): Promise<string> {
  const [pending, value] = [await valueOf(secret, version), await valueOf(secret, current)];
  if (pending === undefined || value === undefined) throw new Error(`Version ${version} of ${secret} has no text.`);
  const generated = generatedIn(generator, pending);
  if (!fits(generator, generated)) throw new Error(`Version ${version} of ${secret} is not what the secret's generator makes.`);
  if (generated === generatedIn(generator, value)) throw new Error(`Version ${version} of ${secret} has the value of the current one.`);
  return 'is good';
}

/** Secrets Manager makes the version before AWSPREVIOUS, so that readers with a cached value go on. */
async function finish(rotation: Rotation): Promise<string> {
  await test(rotation);
  await secrets().send(new UpdateSecretVersionStageCommand({
    SecretId: rotation.secret,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: rotation.version,
    RemoveFromVersionId: rotation.current,
  }));
  return 'is current';
}

async function valueOf(secret: string, version: string): Promise<string | undefined> {
  try {
    return (await secrets().send(new GetSecretValueCommand({ SecretId: secret, VersionId: version }))).SecretString;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function withGenerated({ key }: Generator, value: string, generated: string): string {
  return key === undefined ? generated : JSON.stringify({ ...fieldsOf(value), [key]: generated });
}

function generatedIn({ key }: Generator, value: string): string {
  return key === undefined ? value : String(fieldsOf(value)[key]);
}

function fieldsOf(value: string): Record<string, unknown> {
  try {
    const fields = JSON.parse(value);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields;
  } catch {
    // the parser's own message quotes what it read, which is the secret
  }
  throw new Error('The secret is not the JSON object that its generator says.');
}

function log({ Step: step, SecretId: secret, ClientRequestToken: version }: SecretsManagerRotationEvent, outcome: string): void {
  console.info(JSON.stringify({ step, secret, version, outcome }));
}
