import data from './region-types.json';

/** The table of types by region: what CloudFormation's registry has, as cfn-lint lists it. */
export class RegionTypes {
  /** The regions that it knows: the public ones, GovCloud and China. */
  public readonly regions = data.regions.split(' ');
  /** Where it comes from, with the version. */
  public readonly source = data.source;
  private readonly regionsWithout = new Map<string, string[]>();

  constructor() {
    for (const [key, types] of Object.entries(data.lacking)) {
      const [kind, ...named] = key.split(' ');
      const without = kind === 'only' ? this.regions.filter((region) => !named.includes(region)) : named;
      for (const type of namesIn(types)) this.regionsWithout.set(type, without);
    }
  }

  /** The regions that lack a type; none for one that all have, or that the table does not know. */
  public lacking(type: string): string[] {
    return this.regionsWithout.get(type) ?? [];
  }
}

/** `ACMPCA::Certificate Permission, APS::Workspace`. */
function namesIn(text: string): string[] {
  return text.split(', ').flatMap((group) => {
    const [service, names] = group.split('::');
    return names.split(' ').map((name) => `AWS::${service}::${name}`);
  });
}

let table: RegionTypes | undefined;

/** Read at the first call. @internal */
export function regionTypes(): RegionTypes {
  table ??= new RegionTypes();
  return table;
}
