import { isIP } from 'node:net';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { Config } from './config';
import { headerOf, Refusal } from '../jwt-authorizer/answer';
import { scopesOf } from '../jwt-authorizer/scopes';

/** A value as Cedar reads it in JSON. */
export type CedarJson = boolean | number | string | CedarJson[] | { [name: string]: CedarJson };

/**
 * What policies may ask of a request. All of it is there, or the request is refused. `src/api/cedar-context.ts` declares the same
 * record in the schema.
 */
export function contextOf(event: APIGatewayRequestAuthorizerEvent, claims: JwtPayload, config: Config, now = new Date()): Record<string, CedarJson> {
  const { posture, behindCloudFront, clientCertificate } = config;
  const parameters = event.pathParameters ?? {};
  return {
    subject: text(claims.sub, 'sub'),
    clientId: text(claims.client_id, 'client_id'),
    tokenUse: text(claims.token_use, 'token_use'),
    scopes: scopesOf(claims),
    path: text(event.path, 'path'),
    sourceIp: { __extn: { fn: 'ip', arg: behindCloudFront ? viewerAddress(event) : address(event.requestContext.identity.sourceIp) } },
    time: { __extn: { fn: 'datetime', arg: now.toISOString() } },
    ...behindCloudFront && { country: country(event) },
    ...clientCertificate && { certificate: certificate(event) },
    ...Object.keys(parameters).length > 0 && {
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, text(value, name)])),
    },
    ...Object.keys(posture).length > 0 && {
      posture: Object.fromEntries(Object.entries(posture).map(([claim, type]) => [claim, claimOf(claims, claim, type)])),
    },
  };
}

function claimOf(claims: JwtPayload, name: string, type: Config['posture'][string]): CedarJson {
  const value: unknown = Object.hasOwn(claims, name) ? claims[name] : undefined;
  switch (type) {
    case 'STRING': return text(value, name);
    case 'BOOLEAN':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      break;
    case 'LONG':
      if (Number.isSafeInteger(value)) return value as number;
      if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
      break;
    case 'STRING_SET':
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  }
  throw new Refusal(`NoContext ${name}`);
}

function certificate(event: APIGatewayRequestAuthorizerEvent): CedarJson {
  const { subjectDN, issuerDN, serialNumber } = event.requestContext.identity.clientCert ?? {};
  return { subject: text(subjectDN, 'certificate'), issuer: text(issuerDN, 'certificate'), serialNumber: text(serialNumber, 'certificate') };
}

/** CloudFront writes address and port. */
function viewerAddress(event: APIGatewayRequestAuthorizerEvent): string {
  return address(headerOf(event, 'CloudFront-Viewer-Address').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'));
}

function country(event: APIGatewayRequestAuthorizerEvent): string {
  const code = headerOf(event, 'CloudFront-Viewer-Country');
  if (!/^[A-Z]{2}$/.test(code)) throw new Refusal('NoContext country');
  return code;
}

function address(ip: unknown): string {
  if (typeof ip === 'string' && isIP(ip)) return ip;
  throw new Refusal('NoContext sourceIp');
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(`NoContext ${name}`);
}
