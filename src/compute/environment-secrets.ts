import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';
import { secretIn } from '../core/literal-secret';

/**
 * Throws `SecretInEnvironment` for a literal that is a secret by its format, its name or its entropy. The value is never
 * printed. Tokens are not looked at: their value is not known before deployment, and CloudFormation resolves them.
 *
 * @internal
 */
export function refuseSecrets(path: string, environment: Record<string, string>, allowed: string[]): void {
  for (const [name, value] of Object.entries(environment)) {
    if (allowed.includes(name) || Token.isUnresolved(value)) continue;
    const what = secretIn(name, value);
    if (!what) continue;
    throw new ZeroTrustError(path, 'SecretInEnvironment', `environment variable ${name} holds ${what} in plain text.`,
      'store it in a SecureSecret, pass its ARN and call secret.grantRead(fn); if it is no secret, name the variable in plaintextEnvironment.');
  }
}
