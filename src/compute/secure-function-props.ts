import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { IProfilingGroup } from 'aws-cdk-lib/aws-codeguruprofiler';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { EntryOptions } from './entry/entry-options';
import { DataClass } from '../core/data-class';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureFunction`.
 */
export interface SecureFunctionProps {
  /**
   * The code: a folder, a bucket object or an image, which is named by its digest: `FunctionImage.fromRepository`. A tag throws `ImageByTag`.
   *
   * @default - made of `entry`
   */
  readonly code?: lambda.Code;

  /**
   * The source file, in TypeScript, JavaScript or Python, from the directory in which the app runs. It is bundled on this machine as the
   * app is synthesised, without a container, a shell or the network: what it imports is what is installed here, and must be what the
   * lock file names.
   *
   * TypeScript and JavaScript become one file by the project's esbuild. Of Python, the folder of the file is packed with the packages of
   * `requirements.txt`.
   *
   * Throws `NoCode` without `entry` and `code`, `TwoCodes` with both, `EntryNotFound`, `EntryLanguage`, `EntryRuntime`, `NoLockFile`,
   * `NotAsLocked`; for Node.js `EsbuildNotFound` and `EntryDoesNotBuild`; for Python `UnpinnedRequirement`, `NoSitePackages`, `NotInstalled`,
   * `IncompleteLock`, `PlatformPackage`, `OtherPython` and `ChangedPackage`.
   *
   * @default - `code`
   */
  readonly entry?: string;

  /**
   * How the function is made of `entry`.
   *
   * @default - by the nearest lock file, without a source map
   */
  readonly entryOptions?: EntryOptions;

  /**
   * Encrypts the deployment package at rest under the key of the zone for the class of the function, instead of under a key of Lambda. Who deploys
   * needs `kms:DescribeKey`, `kms:GenerateDataKey` and `kms:Decrypt` of that key: the role by which CloudFormation executes. Throws `NotInImages` for an
   * image, which its repository encrypts.
   *
   * @default false
   */
  readonly encryptCode?: boolean;

  /**
   * The entry point, `file.export`, or of an `entry` the name of its export; for an image, what its command is when left out.
   *
   * @default 'index.handler', and of an `entry` its export `handler`
   */
  readonly handler?: string;

  /**
   * The runtime. Pass `Runtime.FROM_IMAGE` for container images of the CDK's `Code`.
   *
   * @default - that of a `FunctionImage`; the newest Node.js that Lambda supports for long (nodejs24.x); for an `entry` in Python python3.13
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
   * Where the results of successful asynchronous invocations go.
   *
   * @default - nowhere
   */
  readonly onSuccess?: lambda.IDestination;

  /**
   * Statements for the function's policy. Each opens the way to its service, as a grant does.
   *
   * @default - none
   */
  readonly initialPolicy?: iam.PolicyStatement[];

  /**
   * Event sources, added as by `addEventSource`. `fn.consumes(EventSource…)` adds the limits and the place for what fails.
   *
   * @default - none
   */
  readonly events?: lambda.IEventSource[];

  /**
   * A file system to mount, in the network of the zone: an EFS access point, whose security group lets the function in and which the role
   * may mount by its ARN. Throws `NoNetwork` in a zone without a network.
   *
   * @default - none
   */
  readonly filesystem?: lambda.FileSystem;

  /**
   * Starts environments from a snapshot, for published versions.
   *
   * @default - environments are started anew
   */
  readonly snapStart?: lambda.SnapStartConf;

  /**
   * Makes the function durable: it goes on after waits, from what it saved. The role may save and read the executions of this function alone.
   * Lambda's runtime of durable functions ignores NODE_OPTIONS. It cannot be changed later.
   *
   * @default - not durable
   */
  readonly durableConfig?: lambda.DurableConfig;

  /**
   * When Lambda updates the runtime.
   *
   * @default - automatically
   */
  readonly runtimeManagementMode?: lambda.RuntimeManagementMode;

  /**
   * Options of `fn.currentVersion`.
   *
   * @default - those of the CDK
   */
  readonly currentVersionOptions?: lambda.VersionOptions;

  /**
   * Lambda Insights: its layer, and the right to write to the log group `/aws/lambda-insights`, which is outside of the zone and under no key of
   * it. In a network this opens an endpoint of CloudWatch Logs, 14.60 USD a month in two Availability Zones.
   *
   * @default - none
   */
  readonly insightsVersion?: lambda.LambdaInsightsVersion;

  /**
   * The extension that caches parameters and secrets. It reads what the function was granted, and nothing else.
   *
   * @default - none
   */
  readonly paramsAndSecrets?: lambda.ParamsAndSecretsLayerVersion;

  /**
   * Sends profiles to CodeGuru Profiler, to a group of its own.
   *
   * @default false
   */
  readonly profiling?: boolean;

  /**
   * The profiling group to send profiles to.
   *
   * @default - one is made when `profiling` is true
   */
  readonly profilingGroup?: IProfilingGroup;

  /**
   * What the function's code logs, from which level on.
   *
   * @default - INFO
   */
  readonly applicationLogLevelV2?: lambda.ApplicationLogLevel;

  /**
   * What Lambda logs of the function, from which level on.
   *
   * @default - INFO
   */
  readonly systemLogLevelV2?: lambda.SystemLogLevel;

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
