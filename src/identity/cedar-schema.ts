/** What an attribute of the context may be, as a schema of Cedar writes it. */
export type CedarType = { type: string; name?: string; element?: { type: string }; attributes?: CedarAttributes };
export type CedarAttributes = Record<string, CedarType & { required?: boolean }>;

/** One action: a route and the context in which it is decided. */
export interface CedarAction {
  /** `GET /orders/{id}`. */
  readonly name: string;
  readonly context: CedarAttributes;
}

export const STRING: CedarType = { type: 'String' };
export const STRINGS: CedarType = { type: 'Set', element: STRING };
export const IP_ADDRESS: CedarType = { type: 'Extension', name: 'ipaddr' };
export const DATE_TIME: CedarType = { type: 'Extension', name: 'datetime' };

/**
 * A schema in JSON: users, who are in groups, act on an API. Sorted, so that the order of routes changes nothing.
 */
export function cedarSchema(namespace: string, actions: CedarAction[]): string {
  const record = (attributes: CedarAttributes): CedarType => ({ type: 'Record', attributes });
  const sorted = [...actions].sort((a, b) => (a.name < b.name ? -1 : 1));
  return JSON.stringify({
    [namespace]: {
      entityTypes: {
        User: { shape: record({}), memberOfTypes: ['Group'] },
        Group: { shape: record({}) },
        Api: { shape: record({}) },
      },
      actions: Object.fromEntries(sorted.map(({ name, context }) => [name, {
        appliesTo: { principalTypes: ['User'], resourceTypes: ['Api'], context: record(context) },
      }])),
    },
  });
}
