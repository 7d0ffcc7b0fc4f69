import { anonymousPrincipal, runSimulation, SimulationRequestPrincipal } from '@cloud-copilot/iam-simulate';
import type { Document, PolicyType } from './grammar';
import { OWN, OWN_ORGANISATION, REGION, STRANGE_ORGANISATION, STRANGERS } from './worlds';

/** A call with everything that its sender may choose. */
interface Call {
  readonly principal: SimulationRequestPrincipal;
  readonly context: Context;
}

type Context = Record<string, string | string[] | undefined>;

/** Somebody who calls, and from where. */
interface Caller {
  readonly account: string;
  readonly organisation: Context;
  readonly address: string;
  readonly endpoint: Context;
}

const EVERYTHING = [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }];

const [STRANGER, ANOTHER]: Caller[] = STRANGERS.map((account, i) => ({
  account,
  // one is in an organisation, the other in none
  organisation: i === 0 ? organisation(STRANGE_ORGANISATION) : {},
  address: ['8.8.8.8', '151.101.1.1'][i],
  endpoint: endpoint(account, 'fedcba9876543210', STRANGE_ORGANISATION),
}));
const OURS: Caller = {
  account: OWN, organisation: organisation(OWN_ORGANISATION), address: '198.51.100.7', endpoint: endpoint(OWN, '123456789abcdef0', OWN_ORGANISATION),
};

/** What whoever calls writes as they like: what the policies of the grammar ask for, something else, or nothing. */
const CHOSEN: Record<string, (string | undefined)[]> = {
  'aws:UserAgent': ['app/1.0', 'other/2.0'],
  'aws:Referer': ['https://app.example.com/', 'https://other.example.com/', undefined],
  'aws:PrincipalTag/team': ['orders', 'other', undefined],
};

const OF_EVERY_CALL = { 'aws:SecureTransport': 'true', 'aws:CurrentTime': '2026-11-29T00:00:00Z', 'aws:RequestedRegion': REGION, 'aws:ResourceAccount': OWN };

/**
 * Whom a resource policy lets in: asked of a simulator of IAM that this project did not write. Calls are signed by an account, from
 * the internet or through a VPC endpoint, unsigned, or sent by an AWS service for a resource of the account.
 */
export class Oracle {
  private readonly known = new Map<string, boolean>();

  /** Whether one of the policies lets in anybody who is neither of the account nor of its organisation. */
  public async letStrangersIn(type: PolicyType, documents: Document[]): Promise<boolean> {
    const calls = [
      ...[STRANGER, ANOTHER].flatMap(signedBy),
      { principal: anonymousPrincipal, context: internet(ANOTHER) },
      ...servicesOf(type).flatMap((service) => [
        byService(service, STRANGER, `arn:aws:sns:${REGION}:${STRANGER.account}:app`), byService(service, ANOTHER, 'arn:aws:s3:::app-of-strangers'),
      ]),
    ];
    return this.some(documents, (document) => this.anyOf('strangers', type, document, calls));
  }

  /** Whether nobody of the account has access by one of the statements that are not only for the account. */
  public async hasDeadStatement(type: PolicyType, documents: Document[]): Promise<boolean> {
    const calls = [
      ...signedBy(OURS), ...[internet(OURS), OURS.endpoint].map((place) => signed(OURS, 'root', place)),
      ...servicesOf(type).flatMap((service) => [`arn:aws:sns:${REGION}:${OWN}:app`, 'arn:aws:s3:::app-bucket'].map((arn) => byService(service, OURS, arn))),
    ];
    const single = documents.flatMap(({ Version, Statement }) => Statement.map((statement) => ({ Version, Statement: [statement] })))
      .filter(({ Statement: [{ Effect, Principal }] }) => Effect === 'Allow' && !isOurs(Principal));
    return this.some(single, async (document) => !(await this.anyOf('us', type, document, calls)));
  }

  private async some(documents: Document[], holds: (document: Document) => Promise<boolean>): Promise<boolean> {
    for (const document of documents) if (await holds(document)) return true;
    return false;
  }

  private async anyOf(who: string, type: PolicyType, document: Document, calls: Call[]): Promise<boolean> {
    const key = JSON.stringify([who, type.action, document]);
    let isAny = this.known.get(key);
    if (isAny === undefined) {
      isAny = false;
      for (const call of calls.flatMap((one) => asChosen(one, key))) isAny ||= await isAllowed(type, document, call);
      this.known.set(key, isAny);
    }
    return isAny;
  }
}

/** Whether a principal is of the account. */
function isOurs(principal: any): boolean {
  return principal?.AWS !== undefined && [principal.AWS].flat().every((one: string) => one.includes(OWN));
}

/** Services call for everyone where a policy lets everyone in. */
function servicesOf({ services }: PolicyType): string[] {
  return services.length > 0 ? services : ['cloudtrail.amazonaws.com'];
}

/** A call in every way in which its sender may choose what the policy asks for. */
function asChosen({ principal, context }: Call, policy: string): Call[] {
  return Object.entries(CHOSEN).filter(([key]) => policy.includes(key)).reduce(
    (contexts, [key, values]) => contexts.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))), [context],
  ).map((one) => ({ principal, context: one }));
}

/** By a role and a user, from the internet and through the endpoint. */
function signedBy(caller: Caller): Call[] {
  return ['role/app', 'user/app'].flatMap((name) => [internet(caller), caller.endpoint].map((place) => signed(caller, name, place)));
}

function internet({ address }: Caller): Context {
  return { 'aws:SourceIp': address };
}

function organisation(id: string): Context {
  return { 'aws:PrincipalOrgID': id, 'aws:PrincipalOrgPaths': [`${id}/r-zzzz/ou-zzzz-zzzzzzzz/`] };
}

function endpoint(account: string, id: string, ofOrganisation: string): Context {
  return { 'aws:SourceVpc': `vpc-0${id}`, 'aws:SourceVpce': `vpce-0${id}`, 'aws:VpceAccount': account, 'aws:VpceOrgID': ofOrganisation, 'aws:VpcSourceIp': '10.0.0.5' };
}

function signed({ account, organisation: inOrganisation }: Caller, name: string, place: Context): Call {
  const arn = `arn:aws:iam::${account}:${name}`;
  const [type, id] = name.startsWith('role') ? ['AssumedRole', account === OWN ? 'AROAABCDEFGHIJKLMNOPQ:app' : 'AROASTRANGERSTRANGE12:app']
    : name === 'root' ? ['Account', account] : ['User', account === OWN ? 'AIDAABCDEFGHIJKLMNOPQ' : 'AIDASTRANGERSTRANGE12'];
  return {
    principal: arn,
    context: {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalType': type,
      'aws:userid': id,
      'kms:CallerAccount': account,
      'sts:ExternalId': 'app',
      ...inOrganisation,
      ...place,
    },
  };
}

function byService(service: string, { account, organisation: { 'aws:PrincipalOrgID': id } }: Caller, arn: string): Call {
  const source = { 'aws:SourceAccount': account, 'aws:SourceArn': arn, 'aws:SourceOrgID': id };
  return { principal: service, context: { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service, ...source } };
}

async function isAllowed({ action, resource }: PolicyType, resourcePolicy: Document, { principal, context }: Call): Promise<boolean> {
  // who is of the account may have nothing but what the resource policy grants
  const isAbroad = typeof principal === 'string' && principal.startsWith('arn:') && !principal.includes(OWN);
  const response = await runSimulation({
    request: { principal, action, resource: { resource, accountId: OWN }, contextVariables: given({ ...OF_EVERY_CALL, ...context }) },
    identityPolicies: isAbroad ? EVERYTHING : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy,
  }, {});
  if (response.resultType === 'error') throw new Error(`${action}: ${JSON.stringify([response.errors, resourcePolicy])}`);
  return response.overallResult === 'Allowed';
}

function given(context: Context): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(context).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}
