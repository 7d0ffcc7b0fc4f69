import { Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ZeroTrustError } from '../core/errors';

/**
 * Who may call an API with AWS credentials, whatever identity policies say: a second wall, in the resource policy of the API.
 * Callers of this account need a grant (`route.grantExecute`) in any case, callers of other accounts one over there.
 */
export interface ApiCallers {
  /**
   * Other accounts whose principals may call, by their 12 digits.
   *
   * @default - this account only
   */
  readonly accounts?: string[];

  /**
   * The organisation that every caller must belong to, `o-…`. This account must belong to it too.
   *
   * @default - not looked at
   */
  readonly organization?: string;
}

const INVOKE = 'execute-api:Invoke';
/** Every stage, verb and path of the API that has the policy. */
const ALL_ROUTES = 'execute-api:/*';

/** Throws `NoCallers`, `BadAccount` or `BadOrganization`, on behalf of the API at a path. */
export function checkCallers(path: string, { accounts, organization }: ApiCallers): void {
  if (!accounts?.length && organization === undefined) {
    throw new ZeroTrustError(path, 'NoCallers', 'callers names no account and no organization.', 'name accounts or an organization, or leave callers out.');
  }
  const wrong = accounts?.find((account) => !Token.isUnresolved(account) && !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new ZeroTrustError(path, 'BadAccount', `'${wrong}' is no account.`, 'write its 12 digits.');
  if (organization === undefined || Token.isUnresolved(organization) || /^o-[a-z0-9]{10,32}$/.test(organization)) return;
  throw new ZeroTrustError(path, 'BadOrganization', `'${organization}' is no organisation.`, 'write its identifier, o- and 10 to 32 letters or digits.');
}

/**
 * Refuses everyone else, and lets the other accounts in as far as their own policies do. Nobody of this account is let in here:
 * a statement that names the account would stand in for the grant.
 *
 * Source: API Gateway developer guide, "How API Gateway resource policies affect authorization workflow".
 */
export function restrictCallers(api: apigateway.RestApi, { accounts = [], organization }: ApiCallers): void {
  const { account: own } = Stack.of(api);
  const member = organization === undefined ? undefined : { 'aws:PrincipalOrgID': organization };
  const statements = [refuseUnless('OtherAccounts', { 'aws:PrincipalAccount': [own, ...accounts] })];
  if (member) statements.push(refuseUnless('OtherOrganizations', member));
  if (accounts.length > 0) {
    statements.push(new iam.PolicyStatement({
      sid: 'NamedAccounts',
      principals: accounts.map((account) => new iam.AccountPrincipal(account)),
      actions: [INVOKE],
      resources: [ALL_ROUTES],
      // this account may be among them, written out where the stack does not know its own
      conditions: { StringNotEquals: { 'aws:PrincipalAccount': own }, ...member && { StringEquals: member } },
    }));
  }
  (api.node.defaultChild as apigateway.CfnRestApi).policy = new iam.PolicyDocument({ statements });
  // a stage serves what was deployed, its policy included
  api.latestDeployment?.addToLogicalId({ callers: { accounts, organization } });
}

function refuseUnless(sid: string, conditions: Record<string, string | string[]>): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: [INVOKE],
    resources: [ALL_ROUTES],
    conditions: { StringNotEquals: conditions },
  });
}

/** What is wrong with the methods of an API that knows its callers by their AWS credentials. */
export function faultsOfCallers(methods: apigateway.Method[]): string[] {
  return methods
    .filter((method) => (method.node.defaultChild as apigateway.CfnMethod).authorizationType !== apigateway.AuthorizationType.IAM)
    .map((method) => new ZeroTrustError(method, 'CallersWithoutCredentials',
      `${method.httpMethod} ${method.resource.path} is for callers without AWS credentials, whom the API's callers leave out.`,
      'use RouteAuthorizer.iam() for all routes of this API and no cors, or leave callers out.').message);
}
