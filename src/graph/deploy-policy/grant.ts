/** Actions that CloudFormation may take on resources, under conditions. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: Grant['condition'];
}

export interface PolicyJson {
  readonly Version: '2012-10-17';
  readonly Statement: PolicyStatement[];
}

/** What IAM counts of a managed policy: characters without white space between them. */
export const MAX_POLICY_SIZE = 6144;
/** Actions and resources of one statement, at most: one that is longer is cut, so that statements fill policies well. */
const MAX_LIST = 1500;

/** Grants as few statements: one for each set of actions with its resources and condition. */
export function statementsOf(grants: Grant[]): PolicyStatement[] {
  const byPlace = merged(
    grants,
    ({ resources, condition }) => JSON.stringify([[...new Set(resources)].sort(), condition]),
    (a, b) => ({ ...a, actions: [...a.actions, ...b.actions] }),
  );
  const byActions = merged(
    byPlace.map((grant) => ({ ...grant, actions: [...new Set(grant.actions)].sort() })),
    ({ actions, condition }) => JSON.stringify([actions, condition]),
    (a, b) => ({ ...a, resources: [...a.resources, ...b.resources] }),
  );
  return byActions.map(({ actions, resources, condition }) => ({
    Effect: 'Allow', Action: [...actions], Resource: [...new Set(resources)].sort(), ...condition && { Condition: condition },
  }));
}

/** Statements in managed policies, each of a size that IAM takes. */
export function policiesOf(statements: PolicyStatement[]): PolicyJson[] {
  const policies: PolicyStatement[][] = [];
  for (const statement of statements.flatMap(cut).sort((a, b) => sizeOf(b) - sizeOf(a))) {
    const fitting = policies.find((one) => sizeOf(policyOf([...one, statement])) <= MAX_POLICY_SIZE);
    if (fitting) fitting.push(statement);
    else policies.push([statement]);
  }
  return policies.map(policyOf);
}

function policyOf(Statement: PolicyStatement[]): PolicyJson {
  return { Version: '2012-10-17', Statement };
}

function sizeOf(json: unknown): number {
  return JSON.stringify(json).length;
}

function cut(statement: PolicyStatement): PolicyStatement[] {
  return chunks(statement.Resource).flatMap((Resource) => chunks(statement.Action).map((Action) => ({ ...statement, Action, Resource })));
}

function chunks(texts: string[]): string[][] {
  const all: string[][] = [[]];
  for (const text of texts) {
    const last = all[all.length - 1];
    if (last.length > 0 && sizeOf([...last, text]) > MAX_LIST) all.push([text]);
    else last.push(text);
  }
  return all;
}

function merged(grants: Grant[], keyOf: (grant: Grant) => string, join: (a: Grant, b: Grant) => Grant): Grant[] {
  const byKey = new Map<string, Grant>();
  for (const grant of grants) {
    const key = keyOf(grant);
    const other = byKey.get(key);
    byKey.set(key, other ? join(other, grant) : grant);
  }
  return [...byKey.values()];
}
