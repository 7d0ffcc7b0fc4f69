import { readFileSync } from 'fs';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { JwtVerifier } from 'aws-jwt-verify';
import { JsonProtocolServer, ServiceError } from './json-protocol-server';

export interface FakeStore {
  readonly id: string;
  readonly schema: any;
  readonly statements: string[];
  readonly userPoolId: string;
  readonly clientIds: string[];
  readonly issuer: string;
  readonly jwks: any;
}

/** IsAuthorizedWithToken of one store with one user pool: verifies the token as the service does, and lets Cedar decide. */
export class FakeVerifiedPermissions extends JsonProtocolServer {
  constructor(private readonly store: FakeStore) {
    super();
  }

  public answer(operation: string, input: any): object {
    if (operation !== 'IsAuthorizedWithToken') throw new ServiceError('ValidationException', `${operation} is not faked`);
    if (input.policyStoreId !== this.store.id) throw new ServiceError('ResourceNotFoundException', 'The policy store does not exist.');
    const claims = this.verified(input.accessToken);
    const [namespace] = Object.keys(this.store.schema);
    const ofPool = (id: string) => `${this.store.userPoolId}|${id}`;
    const user = { type: `${namespace}::User`, id: ofPool(claims.sub) };
    const groups: string[] = claims['cognito:groups'] ?? [];
    const answer = cedar.isAuthorized({
      principal: user,
      action: { type: input.action.actionType, id: input.action.actionId },
      resource: { type: input.resource.entityType, id: input.resource.entityId },
      context: JSON.parse(input.context.cedarJson),
      schema: this.store.schema,
      validateRequest: true,
      policies: { staticPolicies: this.store.statements.join('\n') },
      entities: [{ uid: user, attrs: {}, parents: groups.map((group) => ({ type: `${namespace}::Group`, id: ofPool(group) })) }],
    });
    if (answer.type === 'failure') throw new ServiceError('ValidationException', answer.errors[0].message);
    const { decision, diagnostics } = answer.response;
    return {
      decision: decision.toUpperCase(),
      determiningPolicies: diagnostics.reason.map((policyId) => ({ policyId })),
      errors: diagnostics.errors.map(({ error }) => ({ errorDescription: error.message })),
    };
  }

  private verified(token: string): any {
    const { issuer, jwks, clientIds } = this.store;
    try {
      const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri: `${issuer}/jwks.json` });
      verifier.cacheJwks(jwks);
      const claims: any = verifier.verifySync(token);
      if (claims.token_use !== 'access' || !clientIds.includes(claims.client_id)) throw new Error('not for this identity source');
      return claims;
    } catch (error) {
      throw new ServiceError('ValidationException', `The token is not valid: ${(error as Error).message}`);
    }
  }
}

/** The files of an asset that a synthesised function has. */
export function configOf(folder: string): any {
  return JSON.parse(readFileSync(`${folder}/config.json`, 'utf-8'));
}
