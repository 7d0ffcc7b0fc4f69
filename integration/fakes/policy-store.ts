import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { JwtVerifier } from 'aws-jwt-verify';
import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';
import { Resource } from '../deploy/template';

/**
 * A policy store of Verified Permissions with a user pool as identity source: it verifies the token by the pool's keys, makes user and groups
 * of it, and decides by Cedar itself with the policies and the schema of the template.
 *
 * Source: Verified Permissions API reference, IsAuthorizedWithToken, and user guide, "Working with Amazon Cognito identity sources".
 */
export class PolicyStore extends HttpFake {
  /** The time at which requests are decided, in place of the one that the authorizer tells; that one, when there is none. */
  public clock?: Date;

  private policies = '';
  private schema: any;
  private userPoolId = '';
  private clientId = '';

  /** @param ids physical ids of the stack, to which policies refer */
  public hold(stripped: Record<string, Resource>, ids: Record<string, string>, userPoolId: string, clientId: string): void {
    const of = (type: string) => Object.values(stripped).filter(({ Type }) => Type === `AWS::VerifiedPermissions::${type}`);
    this.policies = of('Policy').map(({ Properties }) => text(Properties!.Definition.Static.Statement, ids)).join('\n');
    this.schema = JSON.parse(text(of('PolicyStore')[0].Properties!.Schema.CedarJson, ids));
    this.userPoolId = userPoolId;
    this.clientId = clientId;
  }

  protected async answer({ headers, body }: FakeRequest): Promise<FakeAnswer> {
    if (!String(headers['x-amz-target']).endsWith('.IsAuthorizedWithToken')) return { status: 400, body: '{}' };
    const { accessToken, action, resource, context } = JSON.parse(body);
    const claims = await this.verified(accessToken);
    if (!claims) return { status: 400, body: JSON.stringify({ __type: 'ValidationException', message: 'the token is not valid' }) };
    const [namespace] = action.actionType.split('::');
    const id = (name: string) => `${this.userPoolId}|${name}`;
    const user = { type: `${namespace}::User`, id: id(claims.sub!) };
    const groups = ((claims['cognito:groups'] ?? []) as string[]).map((group) => ({ type: `${namespace}::Group`, id: id(group) }));
    const decided = cedar.isAuthorized({
      principal: user,
      action: { type: action.actionType, id: action.actionId },
      resource: { type: resource.entityType, id: resource.entityId },
      context: this.atItsTime(JSON.parse(context.cedarJson)),
      policies: { staticPolicies: this.policies },
      schema: this.schema,
      validateRequest: false,
      entities: [{ uid: user, attrs: {}, parents: groups }, ...groups.map((uid) => ({ uid, attrs: {}, parents: [] }))],
    });
    if (decided.type === 'failure') return { status: 400, body: JSON.stringify({ __type: 'ValidationException', message: JSON.stringify(decided.errors) }) };
    const { decision, diagnostics } = decided.response;
    const errors = diagnostics.errors.map(({ error }) => ({ errorDescription: error.message }));
    return { status: 200, body: JSON.stringify({ decision: decision.toUpperCase(), determiningPolicies: [], errors }) };
  }

  /** Fails where the authorizer tells no time that could be replaced. */
  private atItsTime(context: Record<string, any>): Record<string, any> {
    if (!this.clock) return context;
    if (context.time?.__extn?.fn !== 'datetime') throw new Error('the authorizer tells no time');
    return { ...context, time: { __extn: { fn: 'datetime', arg: this.clock.toISOString() } } };
  }

  private async verified(token: string) {
    const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${this.userPoolId}`;
    const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` });
    const keys = await fetch(`${process.env.AWS_ENDPOINT_URL}/${this.userPoolId}/.well-known/jwks.json`);
    verifier.cacheJwks(await keys.json() as any);
    const claims = await verifier.verify(token).catch(() => undefined);
    return claims?.client_id === this.clientId && claims.token_use === 'access' ? claims : undefined;
  }
}

/** A text of a template with its references filled in. */
function text(node: any, ids: Record<string, string>): string {
  if (typeof node === 'string') return node;
  if (node['Fn::Join']) return node['Fn::Join'][1].map((part: unknown) => text(part, ids)).join(node['Fn::Join'][0]);
  return ids[node.Ref] ?? `unknown-${node.Ref}`;
}
