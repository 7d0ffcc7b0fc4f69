/** What an account, or the way to it, does not let us do: a sentence and no fault of the program. */
export class AwsError extends Error {}

const NO_NETWORK = /\b(ENOTFOUND|ENETDOWN|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError)\b/;
/** A proxy that opens TLS, or a clock that is wrong. Source: OpenSSL, x509_vfy.h, as Node.js names them. */
const NOT_TRUSTED = /\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID)\b/;
/** What is between is no AWS: a portal to sign in at, a proxy, another service on the port. */
const NO_AWS = /Deserialization error|^Parse Error|socket hang up|\b(EPROTO|EPIPE)\b|wrong version number/;
/** As the SDK throws them, which has no name for them. */
const NO_REGION = /^Region (is missing|not accepted)/;
const NO_CREDENTIALS = /^(CredentialsProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|TokenProviderError)$/;

/** Puts an error of the SDK into words; throws on what is none. */
export function awsErrorOf(error: unknown, doing: string): AwsError {
  if (error instanceof AwsError) return error;
  const { name, message, code, $metadata: metadata } = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
  if (NO_CREDENTIALS.test(name)) return new AwsError(`${doing}: no credentials that AWS takes (${name}: ${message}). Set AWS_PROFILE, or sign in with aws sso login.`);
  const [unreached] = NO_NETWORK.exec(`${code} ${name} ${message}`) ?? []; // the SDK may wrap an error and keep its words only
  if (unreached !== undefined) return new AwsError(`${doing}: AWS is not reached (${unreached}). Check the network, the proxy and the region.`);
  const [certificate] = NOT_TRUSTED.exec(`${code} ${message}`) ?? [];
  if (certificate !== undefined) return new AwsError(`${doing}: the certificate is not trusted (${certificate}). Check the clock; name the certificate of a proxy by NODE_EXTRA_CA_CERTS.`);
  if (NO_AWS.test(`${message} ${code}`)) return notAws(doing);
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || metadata?.httpStatusCode === 403) {
    return new AwsError(`${doing}: access is denied (${message}). Grant the action that is named to the credentials in use.`);
  }
  if (NO_REGION.test(message)) return new AwsError(`${doing}: ${message}. Set AWS_REGION to a region, as eu-west-1.`);
  if (code === 'ERR_INVALID_URL') return new AwsError(`${doing}: AWS_ENDPOINT_URL is no URL.`);
  if (metadata !== undefined) return new AwsError(`${doing}: ${name}: ${message}`);
  throw error;
}

/** For an answer that lacks what AWS always gives: SDKs take the XML of anybody for one. */
export function notAws(doing: string): AwsError {
  return new AwsError(`${doing}: what answers is not AWS. Check the network, the proxy, and AWS_ENDPOINT_URL.`);
}

/** How long AWS may be silent, in milliseconds: without a limit, a network that takes packets and answers none holds a pipeline for hours. */
const SILENCE = { connectionTimeout: 10_000, socketTimeout: 60_000 };

/** What each client is made with: the Region, unless the environment has it, and limits of time. */
export function clientOptions(region?: string): { region?: string; requestHandler: typeof SILENCE } {
  return { ...region !== undefined && { region }, requestHandler: SILENCE };
}
