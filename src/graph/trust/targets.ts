import type { HeldStatement } from './policy';
import { ACTION_NAMES, Place, SERVICES_OF, TARGET_TYPES } from './target-types';
import { Answer, match, meets, Texts } from './texts';
import type { TemplateResource } from '../../model';
import { append } from '../../model/append';

const DATABASES = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/** What policies may name: resources by their ARN, and by the service that it is of. */
export class Targets {
  private readonly exact = new Map<string, TemplateResource>();
  private readonly byService = new Map<string, TemplateResource[]>();
  private readonly byActionService = new Map<string, TemplateResource[]>();
  private readonly found = new Map<string, readonly TemplateResource[]>();

  constructor(resources: readonly TemplateResource[], private readonly texts: Texts) {
    for (const resource of resources) {
      if (!/^AWS::/.test(resource.type)) continue;
      for (const arn of this.arnsOf(resource)) {
        if (!this.exact.has(arn)) this.exact.set(arn, resource);
        if (TARGET_TYPES.has(resource.type)) append(this.byService, arn.split(':')[2], resource);
      }
      for (const service of SERVICES_OF.get(resource.type) ?? []) append(this.byActionService, service, resource);
    }
  }

  /** The resources of which a statement may name something, by one of its patterns. */
  public named(pattern: string, { statement }: HeldStatement): readonly TemplateResource[] {
    if (pattern === '*') {
      const services = statement.hasNotAction ? ['*'] : [...new Set(statement.actions.map((action) => action.split(':')[0]))];
      const key = `* ${services.join()}`;
      return this.remember(key, () => (services.some((one) => /[*?$]/.test(one)) ? [...new Set([...this.byActionService.values()].flat())]
        : services.flatMap((service) => this.byActionService.get(service) ?? [])));
    }
    return this.remember(pattern, () => this.find(pattern));
  }

  /** The ARN of a target under which an action knows it. */
  public baseOf(target: TemplateResource, action: string): string {
    if (!DATABASES.includes(target.type)) return this.texts.arnOf(target);
    return action.startsWith('rds-db:') ? this.texts.databaseUsersOf(target) : action.startsWith('secretsmanager:') ? this.texts.masterSecretOf(target) : this.texts.arnOf(target);
  }

  /** Whether a pattern names a target, or what is inside, and nothing else. */
  public hasIn(target: TemplateResource, pattern: string): boolean {
    return this.arnsOf(target).some((arn) => pattern.startsWith(arn));
  }

  /** What of a target some patterns name for an action: its ARN, patterns of what is inside, with how sure that is. */
  public scopesOf(target: TemplateResource, action: string, place: Place, patterns: readonly string[]): { scope: string; answer: Answer }[] {
    const base = this.baseOf(target, action);
    const scopes: { scope: string; answer: Answer }[] = [];
    for (const pattern of patterns) {
      if (pattern === base && place !== 'inside') {
        scopes.push({ answer: 'yes', scope: base });
        continue;
      }
      const inside = `${base}${TARGET_TYPES.get(target.type)?.separator ?? '/'}*`;
      const self = place === 'inside' ? 'no' : match(pattern, base);
      const below = self === 'yes' || place === 'self' ? 'no' : meets(pattern, inside);
      const answer = below === 'yes' ? below : self === 'no' ? below : self;
      if (answer === 'no') continue;
      const narrower = pattern.startsWith(inside.slice(0, -1)) && pattern !== inside;
      scopes.push({ answer, scope: self !== 'no' && below !== 'yes' ? base : narrower ? pattern : inside });
    }
    return scopes;
  }

  /** A database has users and the secret of its administrator, which are called otherwise. */
  private arnsOf(resource: TemplateResource): string[] {
    const own = this.texts.arnOf(resource);
    return DATABASES.includes(resource.type) ? [own, this.texts.databaseUsersOf(resource), this.texts.masterSecretOf(resource)] : [own];
  }

  private find(pattern: string): readonly TemplateResource[] {
    for (let end = pattern.length; end > 0; end = Math.max(pattern.lastIndexOf('/', end - 1), pattern.lastIndexOf(':', end - 1))) {
      const resource = this.exact.get(pattern.slice(0, end));
      if (resource) return /[*?\u0003]/.test(pattern.slice(0, end)) ? [] : [resource];
      if (pattern.slice(0, end).split(':').length <= 5) break;
    }
    const service = pattern.split(':')[2] ?? '';
    const pool = /^[a-z0-9-]+$/.test(service) ? this.byService.get(service) ?? [] : [...new Set([...this.byService.values()].flat())];
    return pool.filter((resource) => this.arnsOf(resource).some((arn) => (
      match(pattern, arn) !== 'no' || meets(pattern, `${arn}${TARGET_TYPES.get(resource.type)?.separator ?? '/'}*`) !== 'no')));
  }

  private remember(key: string, compute: () => readonly TemplateResource[]): readonly TemplateResource[] {
    let found = this.found.get(key);
    if (!found) this.found.set(key, found = compute());
    return found;
  }
}

interface PlacedAction {
  readonly name: string;
  readonly place: Place;
}

const KNOWN = new WeakMap<HeldStatement, Map<string, readonly PlacedAction[]>>();

/** The actions of a type that a statement is about: those of the table, and others that it names exactly. */
export function actionsOn(type: string, held: HeldStatement): readonly PlacedAction[] {
  let ofStatement = KNOWN.get(held);
  if (!ofStatement) KNOWN.set(held, ofStatement = new Map());
  let known = ofStatement.get(type);
  if (!known) ofStatement.set(type, known = findActions(type, held));
  return known;
}

function findActions(type: string, held: HeldStatement): readonly PlacedAction[] {
  const { statement } = held;
  const known = TARGET_TYPES.get(type)?.actions ?? [];
  const covered = statement.hasNotAction ? undefined : new Set(statement.coveredOf(ACTION_NAMES.get(type) ?? NO_NAMES));
  const listed = known.filter(({ name }) => (covered ? covered.has(name) : held.isAbout(name)));
  const services = SERVICES_OF.get(type);
  // on everything, what is not in the table is about the account
  if (services && held.resources.every((pattern) => pattern === '*')) return listed;
  const lower = new Set(listed.map(({ name }) => name.toLowerCase()));
  const further = statement.actionsAsWritten.filter((name) => !/[*?$]/.test(name) && (services?.has(name.split(':')[0].toLowerCase()) ?? true) && !lower.has(name.toLowerCase()))
    .map((name) => ({ name, place: 'either' as const }));
  return further.length > 0 ? [...listed, ...further] : listed;
}

const NO_NAMES: readonly string[] = [];
