import { TemplateInput } from '../../../src/model';

/** The same resources with each in a stack of its own, joined by exports and imports. */
export function splitStacks(resources: Record<string, any>): TemplateInput[] {
  const exported = new Map<string, Map<string, unknown>>();
  const share = (logicalId: string, attribute: string) => {
    const outputs = exported.get(logicalId) ?? new Map<string, unknown>();
    exported.set(logicalId, outputs.set(attribute, attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] }));
    return { 'Fn::ImportValue': `${logicalId}:${attribute}` };
  };
  const rewrite = (json: any, home: string): any => {
    if (Array.isArray(json)) return json.map((item) => rewrite(item, home));
    if (typeof json !== 'object' || json === null) return json;
    const [[name, argument]] = Object.keys(json).length === 1 ? Object.entries<any>(json) : [['', undefined]];
    const isElsewhere = (logicalId: string) => logicalId !== home && logicalId in resources;
    if (name === 'Ref' && isElsewhere(argument)) return share(argument, 'Ref');
    if (name === 'Fn::GetAtt' && isElsewhere(argument[0])) return share(argument[0], argument[1]);
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, rewrite(value, home)]));
  };

  const rewritten = Object.entries(resources).map(([logicalId, json]) => [logicalId, rewrite(json, logicalId)] as const);
  return rewritten.map(([logicalId, json]) => ({
    id: `Stack${logicalId}`,
    name: `Stack${logicalId}`,
    template: {
      Parameters: { Unknown: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
      Resources: { [logicalId]: json },
      Outputs: Object.fromEntries([...(exported.get(logicalId) ?? [])].map(([attribute, value], i) => [
        `Output${i}`, { Value: value, Export: { Name: `${logicalId}:${attribute}` } },
      ])),
    },
  }));
}
