import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DataClass } from '../core/data-class';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureFunction`.
 */
export interface SecureFunctionProps {
  /**
   * The code: a folder, a bucket object or an image.
   */
  readonly code: lambda.Code;

  /**
   * The entry point, `file.export`; for an image, what its command is when left out.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;

  /**
   * The runtime. Pass `Runtime.FROM_IMAGE` for container images.
   *
   * @default - the newest Node.js that Lambda supports for long (nodejs24.x)
   */
  readonly runtime?: lambda.Runtime;

  /**
   * What the function is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Environment variables, encrypted under the zone's key. ARNs and names, never secrets: a value that looks like one throws
   * `SecretInEnvironment`.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * Names of environment variables that may hold what looks like a secret. They are listed in the template's metadata and
   * in the evidence.
   *
   * @default - none
   */
  readonly plaintextEnvironment?: string[];

  /**
   * After how long a run is ended.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * Memory in MiB.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * Runs at the same time, at most, taken from the quota of the account: what is reserved here, no other function can use. Lambda refuses a
   * reservation that leaves less than 100 unreserved, so a new account, whose quota is 10 or 50, takes none; `accountConcurrency` of
   * `ZeroTrust.enforce` checks the sum.
   *
   * @default - what the zone reserves for each of its functions: none. Requests are limited by the throttle of the API and the maximum
   * concurrency of queues
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Gives each tenant execution environments of its own. Such a function is called through a `SecureApi` or by the Invoke API
   * with a tenant; it has no URL, no provisioned concurrency and no event sources, which throw. It cannot be changed later.
   *
   * @default - environments are used for whoever calls next
   */
  readonly tenancyConfig?: lambda.TenancyConfig;

  /**
   * Size of `/tmp`.
   *
   * @default - 512 MiB
   */
  readonly ephemeralStorageSize?: Size;

  /**
   * The processor architecture.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * Layers, by pinned version.
   *
   * @default - none
   */
  readonly layers?: lambda.ILayerVersion[];

  /**
   * Who may have signed the code and the layers: a `SignedCode`. Images and inline code cannot be signed; they throw `SignedImage` and
   * `SignedInlineCode`.
   *
   * @default - unsigned code is accepted
   */
  readonly codeSigningConfig?: lambda.ICodeSigningConfig;

  /**
   * Where failed asynchronous invocations go.
   *
   * @default - the zone's dead-letter queue
   */
  readonly onFailure?: lambda.IDestination;

  /**
   * How often a failed asynchronous invocation is tried again, 0 to 2.
   *
   * @default 2
   */
  readonly retryAttempts?: number;

  /**
   * How old an asynchronous event may be when it is run.
   *
   * @default - 6 hours
   */
  readonly maxEventAge?: Duration;

  /**
   * Name of the function.
   *
   * @default - CloudFormation makes one up
   */
  readonly functionName?: string;

  /**
   * The class of the data that the function handles: decides the key of its environment and its logs.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the function.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the function's logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
