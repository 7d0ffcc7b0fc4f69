/** What an account, or the way to it, does not let us do: a sentence and no fault of the program. */
export class AwsError extends Error {}

const NO_NETWORK = /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError)\b/;
const NO_CREDENTIALS = /^(CredentialsProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|TokenProviderError)$/;

/** Puts an error of the SDK into words; throws on what is none. */
export function awsErrorOf(error: unknown, doing: string): AwsError {
  if (error instanceof AwsError) return error;
  const { name, message, code, $metadata: metadata } = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
  if (NO_CREDENTIALS.test(name)) return new AwsError(`${doing}: no credentials that AWS takes (${name}: ${message}). Set AWS_PROFILE, or sign in with aws sso login.`);
  const [unreached] = NO_NETWORK.exec(`${code} ${name} ${message}`) ?? []; // the SDK may wrap an error and keep its words only
  if (unreached !== undefined) return new AwsError(`${doing}: AWS is not reached (${unreached}). Check the network, the proxy and the region.`);
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || metadata?.httpStatusCode === 403) {
    return new AwsError(`${doing}: access is denied (${message}). Grant the action that is named to the credentials in use.`);
  }
  if (metadata !== undefined || /^Region is missing/.test(message)) return new AwsError(`${doing}: ${name}: ${message}`);
  throw error;
}
