import { Conditions } from './conditions';
import { nameOf } from './names';
import type { Request } from './request';
import { Answer, match, meets, probe, Texts } from './texts';
import { Expression, Statement, statementsOf, TemplateResource } from '../../model';

/** A statement with what its resources are called at deployment, and the resource that it is in. */
export class HeldStatement {
  public readonly resources: readonly string[];
  public readonly notResources: readonly string[];
  private readonly exact: ReadonlySet<string>;
  private readonly reached = new Map<string, Answer>();

  constructor(public readonly statement: Statement, public readonly holder: TemplateResource | undefined, texts: Texts, public readonly label = holder ? nameOf(holder) : '') {
    this.resources = [...new Set(statement.resources.map((value) => texts.of(value)))];
    this.notResources = statement.notResources.map((value) => texts.of(value));
    this.exact = new Set(this.resources);
  }

  /** Whether it is about an action. */
  public isAbout(action: string): boolean {
    const { statement } = this;
    if (!statement.hasNotAction) return statement.covers([action]) || statement.actions.some((one) => one.includes('${?}') && match(one.replace('${?}', '*'), action.toLowerCase()) === 'yes');
    const lower = action.toLowerCase();
    return !statement.notActions.some((pattern) => match(pattern, lower) === 'yes');
  }

  /** Whether it is about something of what a pattern names. A policy of a resource that names none is about its resource. */
  public reaches(scope: string): Answer {
    if (this.exact.has(scope) || this.exact.has('*')) return 'yes';
    let known = this.reached.get(scope); // all that act as one identity ask the same
    if (known === undefined) this.reached.set(scope, known = this.decideReach(scope));
    return known;
  }

  private decideReach(scope: string): Answer {
    if (this.statement.hasNotResource) return this.notResources.every((pattern) => match(pattern, probe(scope)) !== 'yes') ? 'yes' : 'no';
    if (this.resources.length === 0) return 'yes';
    return best(this.resources.map((pattern) => meets(pattern, scope)));
  }

  /** Whether it is about all of what a pattern names. */
  public coversAll(scope: string): Answer {
    if (this.exact.has(scope) || this.exact.has('*')) return 'yes';
    if (this.statement.hasNotResource) {
      const met = best(this.notResources.map((pattern) => meets(pattern, scope)));
      return met === 'no' ? 'yes' : met === 'yes' ? 'no' : 'maybe';
    }
    if (this.resources.length === 0) return 'yes';
    const text = probe(scope);
    return best(this.resources.map((pattern) => match(pattern, text)));
  }
}

/** A policy document, or several that count as one. */
export interface Policy {
  readonly statements: readonly HeldStatement[];
  /** Why some of it cannot be seen. */
  readonly unread?: string;
}

/** What a policy says to a call. */
export interface Ruling {
  readonly allows: Answer;
  readonly denies: Answer;
  readonly by?: HeldStatement;
  /** Why it is open. */
  readonly open?: string;
}

/** What policies say to calls. */
export class Policies {
  constructor(public readonly texts: Texts, public readonly conditions: Conditions) {}

  public read(documents: readonly { readonly document: Expression; readonly holder?: TemplateResource }[], unread?: string): Policy {
    const statements: HeldStatement[] = [];
    let why = unread;
    for (const { document, holder } of documents) {
      const read = statementsOf(document);
      if (read) statements.push(...read.map((statement) => new HeldStatement(statement, holder, this.texts)));
      else why ??= `${holder ? nameOf(holder) : 'a policy'} is not known before deployment`;
    }
    return { statements, unread: why };
  }

  /**
   * @param scope what of a target is meant: its ARN, or a pattern of what is inside
   * @param concerns whether a statement is for the caller; of policies of identities all are
   */
  public rule(policy: Policy, action: string, scope: string, request: Request, concerns?: (held: HeldStatement) => Answer): Ruling {
    // what cannot be seen may allow, and deny
    let [allows, denies]: Answer[] = policy.unread ? ['maybe', 'maybe'] : ['no', 'no'];
    let by: HeldStatement | undefined;
    let open: string | undefined = policy.unread;
    for (const held of policy.statements) {
      const { statement } = held;
      if (statement.denies ? denies === 'yes' : allows === 'yes') continue;
      if (!held.isAbout(action)) continue;
      const who = concerns ? concerns(held) : 'yes';
      const on = who === 'no' ? 'no' : statement.denies ? held.coversAll(scope) : held.reaches(scope);
      if (on === 'no') continue;
      const decided = this.conditions.decide(statement, request);
      if (decided.answer === 'no') continue;
      const answer = [who, on, decided.answer].includes('maybe') ? 'maybe' : 'yes';
      const why = decided.open ?? (answer === 'maybe' ? `what ${held.label || 'a statement'} names is not known before deployment` : undefined);
      if (statement.denies) {
        denies = answer;
        if (answer === 'yes') return { allows, denies, by: held };
        open ??= why && `a Deny of ${held.label} may hold: ${why}`;
      } else {
        if (allows === 'no' || answer === 'yes') by = held;
        allows = answer;
        if (answer === 'yes') open = denies === 'maybe' ? open : undefined;
        else open = why;
      }
    }
    return { allows, denies, by, open: allows === 'maybe' || denies === 'maybe' ? open : undefined };
  }
}

function best(answers: Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}
