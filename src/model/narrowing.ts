import { areSmall } from './address-ranges';
import type { Principal, Statement, StatementCondition } from './policy-document';
import type { Value } from './template';
import { holeOf, textOf } from './value';

/**
 * Decides whom a statement of a policy lets in. A condition narrows a statement only when each of its values names somebody or some
 * place: an account, an organisation, an ARN with its account, an endpoint, a few addresses. A pattern that everybody matches, or a variable that
 * the request itself fills in, names nobody.
 */

/** What a condition tells apart: who calls, for whom a service calls, or from where. */
export type Sort = 'caller' | 'source' | 'place';

export interface Narrowing {
  readonly verdict: 'narrow' | 'wide' | 'unknown';
  readonly sort?: Sort;
  /** The account numbers that the values name; none for organisations and for what is of the account of the template. */
  readonly accounts: string[];
  /** The ids of organisations that they name. */
  readonly organisations?: string[];
}

const WIDE: Narrowing = { verdict: 'wide', accounts: [] };
const UNCLEAR: Narrowing = { verdict: 'unknown', accounts: [] };

/** A statement's own account, what another resource is called, what nobody knows yet, and what the request fills in. */
const [OWN, NAME, GAP, VARIABLE] = ['\u0001', '\u0002', '\u0003', '\u0004'];
const ACCOUNT = /^\d{12}$/;
const ORGANISATION = new RegExp(`^(o-[a-z0-9]{10,32}|${NAME}|${OWN})$`);
const ORGANISATION_PATH = new RegExp(`^(o-[a-z0-9]{10,32}|${NAME}|${OWN})/`);
const UNIQUE_ID = new RegExp(`^((AROA|AIDA|AGPA)[A-Z0-9]{12,}|${NAME})(:|$)`);

type Reading = (texts: string[], condition: StatementCondition) => Narrowing;
const each = (one: (text: string, condition: StatementCondition) => Narrowing): Reading => (texts, condition) => (
  together(texts.map((text) => one(text, condition))));

const KEYS: Record<string, [Sort, Reading]> = {
  'aws:principalaccount': ['caller', each(account)],
  'aws:principalarn': ['caller', each(arn)],
  'aws:principalorgid': ['caller', each(organisation)],
  'aws:principalorgpaths': ['caller', each(organisationPath)],
  'aws:userid': ['caller', each(userId)],
  'ec2:sourceinstancearn': ['caller', each(arn)],
  'kms:calleraccount': ['caller', each(account)],
  'lambda:sourcefunctionarn': ['caller', each(arn)],
  'aws:sourceaccount': ['source', each(account)],
  'aws:sourcearn': ['source', each(arn)],
  'aws:sourceorgid': ['source', each(organisation)],
  'aws:sourceorgpaths': ['source', each(organisationPath)],
  'aws:sourceowner': ['source', each(account)],
  'aws:sourceip': ['place', addresses],
  'aws:sourcevpc': ['place', each(identifier)],
  'aws:sourcevpcarn': ['place', each(arn)],
  'aws:sourcevpce': ['place', each(identifier)],
  'aws:vpceaccount': ['place', each(account)],
  'aws:vpceorgid': ['place', each(organisation)],
  'aws:vpceorgpaths': ['place', each(organisationPath)],
  'elasticfilesystem:accesspointarn': ['place', each(arn)],
  'elasticfilesystem:accessedviamounttarget': ['place', each((text) => (text === 'true' ? { verdict: 'narrow', accounts: [] } : WIDE))],
  's3:dataaccesspointaccount': ['place', each(account)],
  's3:dataaccesspointarn': ['place', each(arn)],
  'vpc-lattice-svcs:sourcevpc': ['place', each(identifier)],
  'vpc-lattice-svcs:sourcevpcowneraccount': ['place', each(account)],
};

const TEXTS = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike'];

/**
 * What each condition of a statement narrows. All of them must hold, so that one that is narrow is enough.
 *
 * @param sourceKeys further keys that tell, in this kind of policy, for whom a service calls
 */
export function narrowingsOf({ conditions }: Pick<Statement, 'conditions'>, sourceKeys?: RegExp): Narrowing[] {
  const present = new Set(conditions.filter(isPresence).map(({ key }) => key));
  return conditions.map((condition) => narrowingOf(condition, present, sourceKeys));
}

/** The best of some narrowings. */
export function verdictOf(narrowings: Narrowing[]): Narrowing['verdict'] {
  return (['narrow', 'unknown'] as const).find((verdict) => narrowings.some((one) => one.verdict === verdict)) ?? 'wide';
}

function narrowingOf(condition: StatementCondition, present: Set<string>, sourceKeys?: RegExp): Narrowing {
  const { operator, key, values } = condition;
  if (operator === 'unknown') return UNCLEAR;
  const [sort, reading]: [Sort?, Reading?] = sourceKeys?.test(key) ? ['source', KEYS[key]?.[1] ?? each(context)] : KEYS[key] ?? [];
  const [, , set, plain, ifExists] = /^((ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (!reading || !isFor(key, plain)) return WIDE;
  // these also hold for a request that has no such key
  if ((set === 'ForAllValues' || ifExists) && !present.has(key)) return WIDE;
  return values.length === 0 ? WIDE : { ...reading(values.map(plainOf), condition), sort };
}

function isFor(key: string, operator: string): boolean {
  if (key === 'aws:sourceip') return operator === 'IpAddress';
  return key === 'elasticfilesystem:accessedviamounttarget' ? operator === 'Bool' : TEXTS.includes(operator);
}

/** A condition that the key is there. */
function isPresence({ operator, values }: StatementCondition): boolean {
  return operator === 'Null' && values.length > 0 && values.every((value) => textOf(value) === 'false');
}

/** One value of many is enough for the request: all must be narrow. */
function together(all: Narrowing[]): Narrowing {
  const worst = all.find(({ verdict }) => verdict === 'wide') ?? all.find(({ verdict }) => verdict === 'unknown');
  if (worst) return worst;
  const organisations = all.flatMap((one) => one.organisations ?? []);
  return { verdict: 'narrow', accounts: all.flatMap(({ accounts }) => accounts), ...organisations.length > 0 ? { organisations } : {} };
}

function account(text: string): Narrowing {
  return ACCOUNT.test(text) ? named(text) : judged(text, text === OWN);
}

/** Where wildcards count as letters, whatever deployment fills in is one organisation. */
function organisation(text: string, condition?: StatementCondition): Narrowing {
  return ofOrganisation(text, judged(text, ORGANISATION.test(text) || (text.includes(GAP) && /StringEquals/.test(condition?.operator ?? ''))));
}

function organisationPath(text: string): Narrowing {
  return ofOrganisation(text.split('/')[0], judged(text, ORGANISATION_PATH.test(text)));
}

function ofOrganisation(id: string, narrowing: Narrowing): Narrowing {
  return narrowing.verdict === 'narrow' && id.startsWith('o-') ? { ...narrowing, organisations: [id] } : narrowing;
}

function userId(text: string): Narrowing {
  const [first] = text.split(':');
  return ACCOUNT.test(first) ? named(first) : judged(text, first === OWN || UNIQUE_ID.test(text));
}

/** Where wildcards count as letters, whatever deployment fills in is one endpoint or VPC. */
function identifier(text: string, { operator }: StatementCondition): Narrowing {
  if (/StringEquals/.test(operator) && text.includes(GAP) && !text.includes(VARIABLE)) return named();
  return judged(text, text !== '' && !/[*?]/.test(text) && !text.includes(VARIABLE) && !text.includes(GAP));
}

/** A part of an encryption context, which is often the ARN of what is encrypted. */
function context(text: string, condition: StatementCondition): Narrowing {
  return /^(arn:|\u0002)/.test(text) ? arn(text, condition) : judged(text, /[^*?\u0003\u0004]/.test(text));
}

function addresses(texts: string[]): Narrowing {
  const literal = texts.filter((text) => text !== NAME);
  if (literal.some((text) => text.includes(GAP))) return UNCLEAR;
  return areSmall(literal) ? named() : WIDE;
}

/** `arn:partition:service:region:account:resource`. Buckets have no account in theirs: their name is nobody else's. */
function arn(text: string, { key, operator }: StatementCondition): Narrowing {
  if (text.startsWith(NAME)) return named();
  const [prefix, partition, service, , owner, ...rest] = text.split(':');
  if (prefix !== 'arn' || rest.length === 0) return judged(text, false);
  // in a text a * also matches colons, which paths of roles may have
  if (key === 'aws:principalarn' && /String/.test(operator) && [partition, service].some((part) => part.includes('*'))) return WIDE;
  if (ACCOUNT.test(owner)) return named(owner);
  if (owner === OWN || /^(aws|cloudfront)$/.test(owner)) return named();
  const resource = rest.join(':');
  return owner === '' ? judged(resource, isOneName(resource)) : judged(owner, false);
}

/** A name without gaps, and maybe everything inside of what it names. */
function isOneName(resource: string): boolean {
  const name = resource.replace(/\/\*$/, '');
  return /[\w\u0002]/.test(name) && !/[*?\u0003\u0004]/.test(name);
}

/** Wide when it names nobody and is known. */
function judged(text: string, names: boolean): Narrowing {
  if (names) return named();
  return text.includes(GAP) || text.includes(NAME) ? UNCLEAR : WIDE;
}

function named(...accounts: string[]): Narrowing {
  return { verdict: 'narrow', accounts };
}

/** A text in which everything that deployment or the request fills in is one character. */
function plainOf(value: Value): string {
  let text = textOf(value) ?? GAP;
  if (value.kind === 'reference') for (const target of value.targets) text = text.split(holeOf(target)).join(NAME);
  if (value.kind === 'unknown') text = text.replace(/\{\{resolve:[^{}]*\}\}|\$\{\?\}/g, GAP);
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name === 'AWS::AccountId' || /^aws:Resource(Account|OrgID)$/i.test(name)) return OWN;
    return name.startsWith('AWS::') ? 'x' : VARIABLE;
  });
}

/** Whom a principal of a statement is. */
export type Who = { readonly kind: 'everyone' | 'named' | 'some account' | 'unknown' } | { readonly kind: 'account'; readonly account: string } | { readonly kind: 'user'; readonly user: string };

/**
 * Whom a principal names: everyone, an account by its number, a canonical user, or something of the template or its account. In the ARN of an
 * identity the account is one account, whatever deployment fills in: IAM takes no wildcard there.
 */
export function whoIs({ type, value }: Principal): Who {
  if (type === 'NotPrincipal') return { kind: 'everyone' };
  const text = plainOf(value);
  if (type === 'Service') return { kind: /[*?]/.test(text) ? 'everyone' : 'named' };
  if (/^[*?]+$/.test(text)) return { kind: 'everyone' };
  if (text.startsWith(NAME)) return { kind: 'named' };
  if (type === 'Federated' && !text.startsWith('arn:')) return { kind: text.includes(GAP) ? 'unknown' : 'named' };
  if (type === 'CanonicalUser') return text.includes(GAP) ? { kind: 'unknown' } : { kind: 'user', user: text };
  if (ACCOUNT.test(text)) return { kind: 'account', account: text };
  const owner = text.startsWith('arn:') ? text.split(':')[4] ?? '' : text;
  if (ACCOUNT.test(owner)) return { kind: 'account', account: owner };
  if (owner === GAP && /^arn:[^:]*:(iam|sts)::/.test(text)) return { kind: 'some account' };
  if (owner.includes(GAP) || owner.includes(NAME)) return { kind: 'unknown' };
  return /[*?]/.test(owner) || owner.includes(VARIABLE) ? { kind: 'everyone' } : { kind: 'named' };
}

/** Whether a text, as a property has it, is the whole id of an organisation. */
export function isOrganisation(value: Value): Narrowing['verdict'] {
  return organisation(plainOf(value)).verdict;
}

/** Whom an ARN or account number, as a property has it, is of. */
export function ownerOf(value: Value): Who {
  return whoIs({ type: 'AWS', value });
}
