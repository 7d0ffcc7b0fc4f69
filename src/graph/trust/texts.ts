import { TARGET_TYPES } from './target-types';
import { TemplateResource, TemplateStack, textOf, Value } from '../../model';
import { globMatches } from '../../model/glob';

/** Yes, no, or not known before deployment. */
export type Answer = 'yes' | 'maybe' | 'no';

/** Stands for what is not known before deployment, or what the request fills in. */
export const GAP = '\u0003';
/** Stands for the organisation of the account, which no template tells. */
export const OWN_ORGANISATION = 'own organisation';
/** An account that is known at deployment only. Without colons, so that ARNs keep their parts. */
export const OWN_ACCOUNT = '${AWS.AccountId}';
/** Stands around the name that CloudFormation makes up. */
const MADE_UP = '\u0001';
const NAME = /\u0001([^\u0001]*)\u0001/g;
const OPEN = /\u0003|\$\{AWS\.[A-Za-z]+\}/;
/** What has none of these is one text. */
const VARIES = /[*?\u0003]|\$\{AWS\.[A-Za-z]+\}/;
const EVERY_OPEN = /\u0003|\$\{AWS\.[A-Za-z]+\}/g;
/** Attributes that are a name and no ARN. */
const NAMES = /^(Ref|Name|Id|KeyId|RestApiId|ApiId|RoleName|UserName|QueueName|TopicName|TableName|BucketName|FunctionName|FleetName|DomainName|AgentId|DetectorId|UserPoolId|PolicyStoreId|InstanceId|DBClusterIdentifier|LogGroupName)$/;
/** Types that are the same thing as another one, with a part behind its ARN. */
const QUALIFIERS = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/**
 * Names and ARNs of templates as plain texts that can be matched as IAM matches them: what deployment makes up is a name of its own, the
 * partition is always `aws`, and what is not known is a gap.
 */
export class Texts {
  private readonly stacks: Map<string, TemplateStack>;
  private readonly arns = new Map<TemplateResource, string>();
  private readonly names = new Map<TemplateResource, string>();
  private readonly plain = new Map<string, string>();

  constructor(stacks: readonly TemplateStack[]) {
    this.stacks = new Map(stacks.map((stack) => [stack.id, stack]));
  }

  /** The text of a value; a gap for one that has none. */
  public of(value: Value): string {
    const text = textOf(value);
    return text === undefined ? GAP : this.resolve(text);
  }

  /** A text with `${…}` in it. */
  public resolve(text: string): string {
    let plain = this.plain.get(text);
    if (plain === undefined) {
      plain = inOnePartition(text.replace(/\{\{resolve:[^{}]*\}\}/g, GAP).replace(/\$\{([^}]*)\}/g, (hole, inside: string) => this.hole(hole, inside)));
      this.plain.set(text, plain);
    }
    return plain;
  }

  /** The ARN of a resource, without a partition that is known only at deployment. */
  public arnOf(resource: TemplateResource): string {
    let arn = this.arns.get(resource);
    if (arn === undefined) this.arns.set(resource, arn = this.makeArn(resource));
    return arn;
  }

  /** The ARN under which IAM knows users of a database. */
  public databaseUsersOf(resource: TemplateResource): string {
    return `arn:aws:rds-db:${regionOf(resource)}:${accountOf(resource)}:dbuser:${this.attribute(resource, resource.type === 'AWS::RDS::DBCluster' ? 'DBClusterResourceId' : 'DbiResourceId')}`;
  }

  /** The ARN of the secret that RDS keeps for the administrator of a database. */
  public masterSecretOf(resource: TemplateResource): string {
    return `arn:aws:secretsmanager:${regionOf(resource)}:${accountOf(resource)}:secret:rds!${this.nameOf(resource)}`;
  }

  public nameOf(resource: TemplateResource): string {
    let name = this.names.get(resource);
    if (name === undefined) this.names.set(resource, name = this.makeName(resource));
    return name;
  }

  private makeArn(resource: TemplateResource): string {
    const known = TARGET_TYPES.get(resource.type);
    const [region, account] = [regionOf(resource), accountOf(resource)];
    if (QUALIFIERS.includes(resource.type)) return `${this.functionOf(resource)}:${this.nameOf(resource)}`;
    if (!known) return `arn:aws:${(resource.type.split('::')[1] ?? '').toLowerCase()}:${region}:${account}:${this.nameOf(resource)}`;
    const path = resource.type.startsWith('AWS::IAM::') ? this.of(resource.at('Path').value).replace(/^\u0003$|^\/?/, '') : '';
    const name = path + this.nameOf(resource).replace(/^\/(?=.)/, resource.type === 'AWS::SSM::Parameter' ? '' : '/');
    return `arn:aws:${known.arn.replace(/:R:/, `:${region}:`).replace(/:A:/, `:${account}:`).replace('{}', () => name)}`;
  }

  private functionOf(qualifier: TemplateResource): string {
    const named = this.of(qualifier.at('FunctionName').value);
    return named.startsWith('arn:') ? named : `arn:aws:lambda:${regionOf(qualifier)}:${accountOf(qualifier)}:function:${named}`;
  }

  private makeName(resource: TemplateResource): string {
    const property = QUALIFIERS.includes(resource.type) ? 'Name' : TARGET_TYPES.get(resource.type)?.name;
    const { value } = property ? resource.at(property) : { value: undefined };
    const text = value && value.kind === 'known' && typeof value.value === 'string' ? this.resolve(value.value) : '';
    return text !== '' && !text.includes(GAP) ? text : `${MADE_UP}${resource.stack.id}/${resource.logicalId}${MADE_UP}`;
  }

  private hole(hole: string, inside: string): string {
    if (inside === 'AWS::Partition') return 'aws';
    if (inside === 'AWS::URLSuffix') return 'amazonaws.com';
    if (inside.startsWith('AWS::')) return hole.replace('::', '.');
    if (/^aws:(Principal|Resource)OrgID$/i.test(inside)) return OWN_ORGANISATION;
    if (/^aws:(Principal|Resource)Account$/i.test(inside)) return OWN_ACCOUNT;
    const slash = inside.lastIndexOf('/');
    const [logicalId, ...attribute] = inside.slice(slash + 1).split('.');
    const resource = this.stacks.get(inside.slice(0, slash))?.resources.get(logicalId);
    return resource ? this.attribute(resource, attribute.join('.') || 'Ref') : GAP;
  }

  private attribute(resource: TemplateResource, attribute: string): string {
    if (QUALIFIERS.includes(resource.type) && (attribute === 'Ref' || /Arn$/.test(attribute))) return this.arnOf(resource);
    if (attribute === 'Ref') return TARGET_TYPES.get(resource.type)?.refIsArn ? this.arnOf(resource) : this.nameOf(resource);
    if (attribute === 'MasterUserSecret.SecretArn') return this.masterSecretOf(resource);
    if (/StreamArn$/.test(attribute)) return `${this.arnOf(resource)}/stream/${MADE_UP}latest${MADE_UP}`;
    if (attribute === 'Arn' && resource.type === 'AWS::Logs::LogGroup') return `${this.arnOf(resource)}:*`;
    if (/^[A-Za-z]*A(rn|RN)$/.test(attribute)) return this.arnOf(resource);
    return NAMES.test(attribute) ? this.nameOf(resource) : `${this.nameOf(resource)}.${attribute}`;
  }
}

export function regionOf({ stack }: TemplateResource): string {
  return stack.region && !stack.region.startsWith('unknown') ? stack.region : '${AWS.Region}';
}

/** An ARN in the partition that stands for all: which one it is, is known at deployment. */
export function inOnePartition(arn: string): string {
  return arn.replace(/^arn:[^:]*:/, 'arn:aws:');
}

export function accountOf({ stack }: { readonly stack: TemplateStack }): string {
  return stack.account && /^\d{12}$/.test(stack.account) ? stack.account : OWN_ACCOUNT;
}

/** Whether a pattern of IAM matches a text. */
export function match(pattern: string, text: string): Answer {
  if (pattern === text || pattern === '*' || globMatches(pattern, text)) return 'yes';
  const isOpen = isOpenTo(pattern, text) || isOpenTo(text, pattern);
  const isMadeUp = text.includes(MADE_UP) && /[*?]/.test(pattern) && text.match(NAME)!.some((name) => !pattern.includes(name));
  if (!isOpen && !isMadeUp) return 'no';
  return overlap(loose(pattern), loose(text)) ? 'maybe' : 'no';
}

/** Whether a text has something that only deployment knows, and that the other one does not have alike. */
function isOpenTo(text: string, other: string): boolean {
  return OPEN.test(text) && (text.includes(GAP) || text.match(EVERY_OPEN)!.some((hole) => !other.includes(hole)));
}

/** Whether what one pattern matches and what another one does have anything in common. */
export function meets(one: string, other: string): Answer {
  if (!VARIES.test(one) && !VARIES.test(other)) return one === other ? 'yes' : 'no';
  const answer = match(one, probe(other));
  return answer === 'yes' ? answer : better(answer, match(other, probe(one)));
}

/** A text that stands for all that a pattern matches: only a pattern that is as wide matches it. */
export function probe(pattern: string): string {
  return pattern.replace(/[*?]/g, '\u0006');
}

function better(a: Answer, b: Answer): Answer {
  return a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no';
}

/** Stands for a part of an ARN that only deployment knows: it has no colon and no slash. */
const PART = '\u0008';

/** A name that CloudFormation makes up begins with those of the stack and the resource. */
function loose(text: string): string {
  return text.replace(NAME, (_, inside: string) => {
    const slash = inside.lastIndexOf('/');
    return slash < 0 ? PART : `${inside.slice(0, slash).split('/').pop()!}-${inside.slice(slash + 1)}${PART}`;
  }).replace(/\u0003/g, '*').replace(EVERY_OPEN, PART).toLowerCase();
}

/** Whether two patterns match a text together. */
function overlap(a: string, b: string): boolean {
  const width = b.length + 1;
  let reached = new Uint8Array(width);
  reached[0] = 1;
  for (let j = 0; j < b.length && reached[j] === 1; j++) if (isWild(b[j])) reached[j + 1] = 1;
  for (const letter of a) {
    const next = new Uint8Array(width);
    for (let j = 0; j < width; j++) {
      const other = j > 0 ? b[j - 1] : '';
      if (isWild(letter)) {
        // it takes nothing, or one more letter of the other one
        if (reached[j] === 1 || (j > 0 && next[j - 1] === 1 && (isWild(other) || takes(letter, other)))) next[j] = 1;
        continue;
      }
      if (j === 0) continue;
      const isTaken = isWild(other) && takes(other, letter) && (reached[j] === 1 || reached[j - 1] === 1);
      const isAlike = reached[j - 1] === 1 && (other === letter || other === '?' || letter === '?');
      if (isTaken || isAlike || (isWild(other) && next[j - 1] === 1)) next[j] = 1;
    }
    reached = next;
  }
  return reached[b.length] === 1;
}

function isWild(letter: string): boolean {
  return letter === '*' || letter === PART;
}

function takes(wild: string, letter: string): boolean {
  return wild === '*' || !/[:/]/.test(letter);
}
