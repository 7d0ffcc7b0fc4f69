import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ApiCors } from './api-cors';

/** API Gateway wants static values in single quotes. */
const SECURITY_HEADERS: Record<string, string> = {
  'Cache-Control': "'no-store'",
  'Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
  'X-Content-Type-Options': "'nosniff'",
};

/**
 * What API Gateway answers by itself: nothing about why, and the identifier by which the reason is found in the log.
 *
 * Two are enough, because each other response takes its body from these and keeps its own status.
 */
export function quietResponses(api: apigateway.RestApi, cors?: ApiCors): void {
  const responseHeaders = { ...SECURITY_HEADERS, ...corsHeaders(cors) };
  api.addGatewayResponse('Refused', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders, templates: quiet('Request refused') });
  api.addGatewayResponse('Failed', { type: apigateway.ResponseType.DEFAULT_5XX, responseHeaders, templates: quiet('Request failed') });
}

function quiet(message: string): Record<string, string> {
  return { 'application/json': JSON.stringify({ message, requestId: '$context.requestId' }) };
}

/** With several origins there is none: a gateway response cannot choose, and to echo what the request says would let in all. */
function corsHeaders(cors?: ApiCors): Record<string, string> {
  if (cors?.allowOrigins.length !== 1) return {};
  return {
    'Access-Control-Allow-Origin': `'${cors.allowOrigins[0]}'`,
    'Vary': "'Origin'",
    ...(cors.allowCredentials ? { 'Access-Control-Allow-Credentials': "'true'" } : {}),
  };
}
