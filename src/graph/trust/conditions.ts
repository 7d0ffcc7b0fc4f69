import type { Request } from './request';
import { accountOf, Answer, GAP, match, OWN_ORGANISATION, Texts } from './texts';
import type { Statement, StatementCondition } from '../../model';

/** Whether conditions hold for a call, and why that is open. */
export interface Decided {
  readonly answer: Answer;
  readonly open?: string;
}

const HOLDS: Decided = { answer: 'yes' };
const FAILS: Decided = { answer: 'no' };

/** What the call says of a condition key: its values, that it has no such key, or that nothing tells before deployment. */
type Told = readonly string[] | 'absent' | 'open';

/** What is chosen by who calls: a call that an Allow asks for can be made, and one that a Deny is for need not. */
const CHOSEN = /^(aws:requesttag\/|aws:tagkeys$|s3:x-amz-|s3:prefix$|s3:delimiter$|s3:max-keys$|sts:rolesessionname$|dynamodb:(select|returnvalues)$|iam:passedtoservice$|vpc-lattice-svcs:request)/;

/**
 * Decides the conditions of a statement for one call. The keys that templates decide are decided; all others are open, with their name.
 */
export class Conditions {
  constructor(private readonly texts: Texts, private readonly isTrustedOrganisation: (id: string) => boolean | undefined) {}

  public decide({ conditions, denies }: Pick<Statement, 'conditions' | 'denies'>, request: Request): Decided {
    let decided = HOLDS;
    for (const condition of conditions) {
      if (CHOSEN.test(condition.key) && condition.operator !== 'unknown') {
        if (denies) return FAILS;
        continue;
      }
      const one = this.one(condition, request);
      if (one.answer === 'no') return FAILS;
      if (one.answer === 'maybe') decided = one;
    }
    return decided;
  }

  private one(condition: StatementCondition, request: Request): Decided {
    const { operator, key } = condition;
    const open: Decided = { answer: 'maybe', open: operator === 'unknown' ? 'a condition is not known before deployment' : `${operator} on ${key} is not decided` };
    const [, quantifier, plain, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    if (operator === 'unknown' || plain === undefined) return open;
    const told = this.told(key, request);
    if (told === 'open') return open;
    const values = condition.values.map((value) => this.texts.of(value));
    if (plain === 'Null') return holds((values[0] === 'true') === (told === 'absent'));
    if (told === 'absent') return holds(ifExists !== undefined || quantifier === 'ForAllValues' || /Not/.test(plain));
    const answer = compare(plain, told, values, quantifier, (value) => this.sameOrganisation(key, value));
    return answer === undefined ? open : answer === 'maybe' ? { answer, open: `${operator} on ${key} depends on values of deployment` } : { answer };
  }

  private told(key: string, request: Request): Told {
    const { caller, target, way } = request;
    switch (key) {
      case 'aws:securetransport': return ['true'];
      case 's3:tlsversion': return ['1.3'];
      case 'aws:principalarn': return caller.service ? 'absent' : caller.arn ? [caller.arn] : 'open';
      case 'aws:principalaccount': case 'kms:calleraccount': return caller.service ? 'absent' : caller.account ? [caller.account] : 'open';
      case 'aws:principalisawsservice': return [caller.service ? 'true' : 'false'];
      case 'aws:principalservicename': return caller.service ? [caller.service] : 'absent';
      case 'aws:principaltype': return caller.service || caller.isPerson ? 'open' : ['AssumedRole'];
      case 'aws:principalorgid': case 'aws:principalorgpaths': case 'aws:resourceorgid': case 'aws:resourceorgpaths':
        return caller.service && key.startsWith('aws:principal') ? 'absent' : [OWN_ORGANISATION];
      case 'aws:resourceaccount': case 's3:resourceaccount':
        return request.targetAccount ? [request.targetAccount] : target ? [accountOf(target)] : 'open';
      case 'aws:requestedregion': return request.targetRegion ? [request.targetRegion] : 'open';
      case 'aws:sourceaccount': case 'aws:sourcearn': case 'aws:sourceorgid': case 'aws:sourceorgpaths': case 'aws:sourceowner':
        return caller.service ? 'open' : 'absent';
      case 'aws:viaawsservice': return [request.viaService ? 'true' : 'false'];
      case 'aws:calledvia': case 'aws:calledviafirst': case 'aws:calledvialast': return request.viaService ? [request.viaService] : 'absent';
      case 'kms:viaservice': return request.viaService ? [request.viaService] : 'absent';
      case 'kms:grantisforawsresource': return 'absent';
      case 'aws:sourcevpc': return way === undefined ? 'open' : way.endpoint && way.vpc ? [way.vpc] : way.vpc && way.open ? 'open' : 'absent';
      case 'aws:sourcevpce': return way === undefined ? 'open' : way.endpoint ? [this.texts.nameOf(way.endpoint)] : way.vpc && way.open ? 'open' : 'absent';
      case 'aws:sourceip': return way?.endpoint ? 'absent' : 'open';
      case 'lambda:sourcefunctionarn': return caller.functionArn ? [caller.functionArn] : 'absent';
      case 'aws:multifactorauthpresent': return caller.isPerson ? 'open' : 'absent';
      case 'aws:multifactorauthage': return caller.isPerson ? 'open' : 'absent';
      default: return request.encryptionContext?.get(key) ?? tagOf(key, request);
    }
  }

  /** Whether the organisation of a condition is that of the account; `undefined` where nothing tells which one that is. */
  private sameOrganisation(key: string, value: string): Answer | undefined {
    if (!/org(id|paths)$/.test(key)) return undefined;
    const id = value.split('/')[0];
    if (id === OWN_ORGANISATION) return 'yes';
    if (id.includes(GAP)) return 'maybe';
    const trusted = this.isTrustedOrganisation(id);
    return trusted === undefined ? 'maybe' : trusted ? 'yes' : 'no';
  }
}

/** Tags that are in the template: a role may have more by its session, and a resource by the stack. */
function tagOf(key: string, { caller, targetTags }: Request): Told {
  const [, whose, name] = /^(aws:principaltag|aws:resourcetag|\w+:resourcetag)\/(.+)$/.exec(key) ?? [];
  if (whose === undefined) return 'open';
  const tags = whose === 'aws:principaltag' ? caller.tags : targetTags;
  const value = tags && [...tags].find(([tag]) => tag.toLowerCase() === name)?.[1];
  return value === undefined ? 'open' : [value];
}

function holds(answer: boolean): Decided {
  return answer ? HOLDS : FAILS;
}

/** What an operator makes of the values of a key; `undefined` for an operator that is not known here. */
function compare(
  plain: string, told: readonly string[], values: string[], quantifier: string | undefined, special: (value: string) => Answer | undefined,
): Answer | undefined {
  const negated = /Not/.test(plain);
  const one = tester(plain.replace('Not', ''));
  if (!one) return undefined;
  const anyOf = (text: string) => worstOrBest(values.map((value) => special(value) ?? one(value, text)), 'best');
  const answers = told.map(anyOf).map((answer) => (negated ? not(answer) : answer));
  return worstOrBest(answers, quantifier === 'ForAllValues' || negated ? 'worst' : 'best');
}

function tester(plain: string): ((value: string, text: string) => Answer) | undefined {
  switch (plain) {
    case 'StringEquals': return equals;
    case 'StringEqualsIgnoreCase': return (value, text) => equals(value.toLowerCase(), text.toLowerCase());
    case 'StringLike': case 'ArnLike': case 'ArnEquals': return match;
    case 'Bool': return (value, text) => equals(value.toLowerCase(), text);
    case 'NumericEquals': return numbers((a, b) => a === b);
    case 'NumericLessThan': return numbers((a, b) => a < b);
    case 'NumericLessThanEquals': return numbers((a, b) => a <= b);
    case 'NumericGreaterThan': return numbers((a, b) => a > b);
    case 'NumericGreaterThanEquals': return numbers((a, b) => a >= b);
    default: return undefined;
  }
}

/** Wildcards are letters here. */
function equals(value: string, text: string): Answer {
  if (value === text) return 'yes';
  return match(value.replace(/[*?]/g, '\u0007'), text);
}

function numbers(holdsFor: (told: number, value: number) => boolean): (value: string, text: string) => Answer {
  return (value, text) => (Number.isNaN(Number(value)) ? 'maybe' : holdsFor(Number(text), Number(value)) ? 'yes' : 'no');
}

function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'maybe';
}

function worstOrBest(answers: Answer[], which: 'worst' | 'best'): Answer {
  const [first, last]: Answer[] = which === 'best' ? ['yes', 'no'] : ['no', 'yes'];
  return answers.includes(first) ? first : answers.includes('maybe') ? 'maybe' : last;
}
