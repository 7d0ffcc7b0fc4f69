import { classOf, STORE_TYPES, StoreType } from './stores';
import { Statement, TemplateResource, textOf, Value } from '../model';
import { statementsForRole } from '../model/identity-policies';
import { resourceOf } from '../model/judge';

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
  return withClass([...storesOf(workload, ({ reads }) => reads), ...deliveringTo(workload)]);
}

/** What it may write to, by the policies of its role, as far as the class of the store is known. */
export function writesOf(workload: TemplateResource): Flow[] {
  const failures = failureTargetsOf(workload);
  return withClass(storesOf(workload, ({ writes }) => writes).filter((store) => !failures.has(store)));
}

function withClass(stores: TemplateResource[]): Flow[] {
  return [...new Set(stores)].flatMap((store) => {
    const dataClass = classOf(store);
    return dataClass === undefined ? [] : [{ store, dataClass }];
  });
}

function storesOf(workload: TemplateResource, actionsOf: (type: StoreType) => string[]): TemplateResource[] {
  const role = resourceOf(workload.at(ROLE_OF[workload.type]).value, 'AWS::IAM::Role');
  const statements = role ? statementsForRole(role).statements : [];
  const denials = statements.filter(({ denies, conditions }) => denies && conditions.length === 0);
  return STORE_TYPES.flatMap((type) => {
    const actions = actionsOf(type);
    const allowed = statements.filter((statement) => statement.allows && actions.some((action) => statement.covers([action])));
    const stores = allowed.flatMap(({ resources }) => resources.flatMap((value) => named(workload, value, type.type)));
    return [...new Set(stores)].filter((store) => store.exists() && actions.some((action) => (
      allowed.some((statement) => covers(statement, action, store)) && !denials.some((statement) => covers(statement, action, store))
    )));
  });
}

function covers(statement: Statement, action: string, store: TemplateResource): boolean {
  return statement.covers([action]) && statement.resources.some((value) => named(store, value, store.type).includes(store));
}

/** The stores of a type that a resource of a statement names: the one that it ends in, or all for a `*`. */
function named(from: TemplateResource, value: Value, type: string): TemplateResource[] {
  if (textOf(value) === '*') return from.stack.model.ofType(type);
  const store = resourceOf(value, type);
  return store ? [store] : [];
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
