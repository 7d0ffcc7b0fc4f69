import { classOf, STORE_TYPES, StoreType } from './stores';
import { Statement, TemplateResource, textOf, Value } from '../model';
import { statementsForRole } from '../model/identity-policies';
import { resourceOf } from '../model/judge';
import { remembered } from '../model/remembered';

/** A store from which a workload takes data, or into which it puts some. */
export interface Flow {
  readonly store: TemplateResource;
  readonly dataClass: string;
}

/** Types that act in the name of a role, and where they name it. */
const ROLE_OF: Record<string, string> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::Pipes::Pipe': 'RoleArn',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
};

export const WORKLOAD_TYPES = Object.keys(ROLE_OF);

/** What a workload may read, by the policies of its role and by what is delivered to it, as far as the class of the store is known. */
export function readsOf(workload: TemplateResource): Flow[] {
  return withClass([...storesOf(workload, readsByRole), ...deliveringTo(workload)]);
}

/** What it may write to, by the policies of its role, as far as the class of the store is known. */
export function writesOf(workload: TemplateResource): Flow[] {
  const failures = failureTargetsOf(workload);
  return withClass(storesOf(workload, writesByRole).filter((store) => !failures.has(store)));
}

function withClass(stores: TemplateResource[]): Flow[] {
  return [...new Set(stores)].flatMap((store) => {
    const dataClass = classOf(store);
    return dataClass === undefined ? [] : [{ store, dataClass }];
  });
}

const readsByRole = remembered((role) => storesByRole(role, ({ reads }) => reads));
const writesByRole = remembered((role) => storesByRole(role, ({ writes }) => writes));

function storesOf(workload: TemplateResource, byRole: (role: TemplateResource) => TemplateResource[]): TemplateResource[] {
  const role = resourceOf(workload.at(ROLE_OF[workload.type]).value, 'AWS::IAM::Role');
  return role ? byRole(role) : [];
}

function storesByRole(role: TemplateResource, actionsOf: (type: StoreType) => string[]): TemplateResource[] {
  const { statements } = statementsForRole(role);
  const denials = statements.filter(({ denies, conditions }) => denies && conditions.length === 0);
  return STORE_TYPES.flatMap((type) => {
    if (role.stack.model.ofType(type.type).length === 0) return [];
    const actions = actionsOf(type);
    const isAbout = (statement: Statement) => statement.coveredOf(actions).length > 0;
    const allowing = statements.filter((statement) => statement.allows && isAbout(statement));
    if (allowing.length === 0) return [];
    const allowed = new NamedStores(allowing, type.type);
    const denied = new NamedStores(denials.filter(isAbout), type.type);
    return allowed.stores(role).filter((store) => actions.some((action) => (
      allowed.cover(store, action) && !denied.cover(store, action)
    )) && store.exists());
  });
}

/** The stores of a type that statements name: those that their resources end in, and all where one is `*`. */
class NamedStores {
  private readonly onAll: Statement[] = [];
  private readonly byStore = new Map<TemplateResource, Statement[]>();
  private readonly values: Value[];

  constructor(statements: Statement[], private readonly type: string) {
    this.values = statements.flatMap(({ resources }) => resources);
    for (const statement of statements) {
      for (const value of new Set(statement.resources)) {
        const store = resourceOf(value, type);
        if (textOf(value) === '*') this.onAll.push(statement);
        else if (store) this.byStore.set(store, [...this.byStore.get(store) ?? [], statement]);
      }
    }
  }

  /** In the order in which they are named. */
  public stores(role: TemplateResource): TemplateResource[] {
    const all = role.stack.model.ofType(this.type);
    return [...new Set(this.values.flatMap((value) => (textOf(value) === '*' ? all : resourceOf(value, this.type) ?? [])))];
  }

  public cover(store: TemplateResource, action: string): boolean {
    return [this.onAll, this.byStore.get(store) ?? []].some((statements) => statements.some((statement) => statement.covers([action])));
  }
}

/** Topics and buses that hand over what they hold, without a right of the function. */
function deliveringTo(fn: TemplateResource): TemplateResource[] {
  if (fn.type !== 'AWS::Lambda::Function') return [];
  const entrances = [fn, ...fn.referrers('AWS::Lambda::Alias')];
  const leadsHere = (value: Value) => entrances.includes(resourceOf(value)!);
  const senders = entrances.flatMap((entrance) => [
    ...entrance.referrers('AWS::SNS::Subscription').filter((one) => leadsHere(one.at('Endpoint').value)).map((one) => one.at('TopicArn').value),
    ...entrance.referrers('AWS::Events::Rule').filter((one) => one.at('Targets').items().some((target) => leadsHere(target.at('Arn').value)))
      .map((one) => one.at('EventBusName').value),
  ]);
  return senders.map((value) => resourceOf(value, 'AWS::SNS::Topic', 'AWS::Events::EventBus')).filter((store): store is TemplateResource => store !== undefined);
}

/** Where the Lambda service puts events that failed: what came in, and nothing that the code has read. */
function failureTargetsOf(workload: TemplateResource): Set<TemplateResource | undefined> {
  if (workload.type !== 'AWS::Lambda::Function') return new Set();
  const onFailure = workload.referrers('AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping')
    .map((one) => one.at('DestinationConfig', 'OnFailure', 'Destination'));
  return new Set([workload.at('DeadLetterConfig', 'TargetArn'), ...onFailure].map(({ value }) => resourceOf(value)));
}
