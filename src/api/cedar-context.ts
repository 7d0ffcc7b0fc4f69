import { CedarAuthorizerProps, CedarClaimType } from './cedar-authorizer-props';
import { Route } from './route';
import { CedarAttributes, CedarType, DATE_TIME, IP_ADDRESS, STRING, STRINGS } from '../identity/cedar-schema';

const CLAIM_TYPES: Record<CedarClaimType, CedarType> = {
  [CedarClaimType.STRING]: STRING,
  [CedarClaimType.BOOLEAN]: { type: 'Boolean' },
  [CedarClaimType.LONG]: { type: 'Long' },
  [CedarClaimType.STRING_SET]: STRINGS,
};

type ContextProps = Pick<CedarAuthorizerProps, 'postureClaims' | 'behindCloudFront' | 'clientCertificate'>;

/**
 * What policies may ask of a request to a route. All of it is required: what is missing denies. `lambda/cedar-authorizer/context.ts`
 * makes the same record.
 */
export function contextOf(route: Route, { postureClaims = {}, behindCloudFront, clientCertificate }: ContextProps): CedarAttributes {
  return {
    subject: STRING,
    clientId: STRING,
    tokenUse: STRING,
    scopes: STRINGS,
    path: STRING,
    sourceIp: IP_ADDRESS,
    time: DATE_TIME,
    ...behindCloudFront && { country: STRING },
    ...clientCertificate && { certificate: record({ subject: STRING, issuer: STRING, serialNumber: STRING }) },
    ...route.parameters.length > 0 && { parameters: record(Object.fromEntries(route.parameters.map((name) => [name, STRING]))) },
    ...Object.keys(postureClaims).length > 0 && {
      posture: record(Object.fromEntries(Object.entries(postureClaims).map(([claim, type]) => [claim, CLAIM_TYPES[type]]))),
    },
  };
}

function record(attributes: CedarAttributes): CedarType {
  return { type: 'Record', attributes };
}
