import { execFileSync } from 'child_process';
import { isObject, objectOrEmpty } from '../../model/json';
import { AwsError } from '../../sign/aws-error';

/** Longer than any call that reads takes, in milliseconds. */
const TIMEOUT = 120_000;
const MAX_OUTPUT = 64 * 1024 * 1024;
/** Source: aws-cli and botocore, exceptions.py. */
const NO_NETWORK = /Could not connect to the endpoint URL|(Connect|Read) timeout on endpoint URL|Connection was closed before we received a valid response|Failed to connect to proxy URL/;
const NO_CREDENTIALS = /Unable to locate credentials|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|Error (when retrieving|loading) .*(token|credentials)|The SSO session/i;
const NO_REGION = /You must specify a region/;

/** What the AWS CLI answered with an error. */
export class AwsCliError extends AwsError {
  constructor(
    message: string,
    /** What it printed on standard error. */
    public readonly printed: string,
  ) {
    super(message);
  }
}

/** Whether an error is CloudFormation's answer that there is no such stack, and nothing else. */
export function isNoStack(error: unknown): boolean {
  return error instanceof AwsCliError && /\(ValidationError\)[^\n]*Stack with id \S+ does not exist/.test(error.printed);
}

/** Runs the AWS CLI without a shell, and gives what it prints. Throws an `AwsCliError` that names the call, the cause and the remediation. */
export function awsCli(args: string[], environment: NodeJS.ProcessEnv = process.env): string {
  try {
    return execFileSync('aws', args, { env: environment, timeout: TIMEOUT, maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf-8' });
  } catch (error) {
    throw asError(args.slice(0, 2).join(' '), error as NodeJS.ErrnoException & { stderr?: string | Buffer });
  }
}

/** The answer of a call as JSON. */
export function askAws(args: string[], environment?: NodeJS.ProcessEnv): unknown {
  const text = awsCli([...args, '--output', 'json'], environment);
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsCliError(`aws ${args.slice(0, 2).join(' ')}: it answers with no JSON. Remediation: see what aws --version prints, and whether another program has its name.`, '');
  }
}

function asError(call: string, { code, message, stderr }: NodeJS.ErrnoException & { stderr?: string | Buffer }): AwsCliError {
  const printed = String(stderr ?? '').trim();
  const wrong = (what: string, remediation: string) => new AwsCliError(`aws ${call}: ${what}. Remediation: ${remediation}`, printed);
  if (code === 'ENOENT') return wrong('the AWS CLI is not on the PATH', 'install it, as https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html has it.');
  if (code === 'ETIMEDOUT') return wrong(`it did not end within ${TIMEOUT / 1000} seconds`, 'check the network, the proxy and the region.');
  if (NO_NETWORK.test(printed)) return wrong('AWS is not reached', 'check the network, the proxy and the region.');
  if (NO_CREDENTIALS.test(printed)) return wrong('there are no credentials that AWS takes', 'set AWS_PROFILE, or sign in with aws sso login.');
  if (NO_REGION.test(printed)) return wrong('no region is known', 'set AWS_REGION, or name the region of the stack in the app.');
  return wrong((printed.split('\n').pop() || message).replace(/\.$/, '').slice(0, 500), 'see whether the credentials in use may do that; a role of cdk bootstrap must be there, and trust them.');
}

/** The environment with credentials of a role, for a region. Placeholders of the CDK in the role's ARN are filled in. */
export function session(role: string | undefined, region: string | undefined, name: string): NodeJS.ProcessEnv {
  const base = { ...process.env, ...region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region } };
  if (role === undefined) return base;
  const { Account, Arn } = objectOrEmpty(askAws(['sts', 'get-caller-identity'], base));
  const values: Record<string, string> = { 'AWS::Partition': String(Arn).split(':')[1], 'AWS::AccountId': String(Account), 'AWS::Region': region ?? base.AWS_REGION ?? '' };
  const arn = role.replace(/\$\{([^}]+)\}/g, (all, placeholder: string) => values[placeholder] ?? all);
  const { Credentials } = objectOrEmpty(askAws(['sts', 'assume-role', '--role-arn', arn, '--role-session-name', name], base));
  if (!isObject(Credentials)) throw new AwsCliError(`aws sts assume-role of ${arn}: the AWS CLI gave no credentials. Remediation: see whether the role may be assumed.`, '');
  return {
    ...base,
    AWS_ACCESS_KEY_ID: String(Credentials.AccessKeyId),
    AWS_SECRET_ACCESS_KEY: String(Credentials.SecretAccessKey),
    AWS_SESSION_TOKEN: String(Credentials.SessionToken),
  };
}
