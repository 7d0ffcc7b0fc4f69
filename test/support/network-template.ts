export const REGION = 'eu-west-1';

interface Resource { readonly Type: string; readonly Properties?: any }
interface Place { readonly name: string; readonly template: any }

const PSEUDO: Record<string, string> = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:111122223333:stack/Stack/6f1c2a34-9b8e-4d0f-8a7b-0c1d2e3f4a5b`,
  'AWS::StackName': 'Stack',
};
/** Attributes by which one resource names another: as good as its id. */
const IDENTITIES = new Set([
  'AllocationId', 'Arn', 'FirewallArn', 'FirewallPolicyArn', 'GroupId', 'Id', 'PrefixListId', 'RouteTableId', 'RuleGroupArn', 'SubnetId', 'VpcId',
]);

/** The network resources of templates with addresses as deployment would give them, and the ids of others where they name them. */
export class NetworkTemplates {
  private readonly places: Place[];
  private readonly byType = new Map<string, Record<string, any>>();
  private readonly exports = new Map<string, { readonly value: unknown; readonly place: Place }>();

  constructor(templates: Record<string, any>) {
    this.places = Object.entries(templates).map(([name, template]) => ({ name, template }));
    for (const place of this.places) {
      for (const { Export, Value: value } of Object.values<any>(place.template.Outputs ?? {})) {
        if (Export) this.exports.set(this.resolve(Export.Name, place), { value, place });
      }
    }
  }

  /** Resources of a type by id, `Stack.LogicalId`; only the named properties are resolved when some are named at the first call. */
  public all(type: string, ...only: string[]): Record<string, any> {
    let found = this.byType.get(type);
    if (!found) this.byType.set(type, found = this.find(type, only));
    return found;
  }

  private find(type: string, only: string[]): Record<string, any> {
    const found: Record<string, any> = {};
    for (const place of this.places) {
      for (const [id, resource] of Object.entries<Resource>(place.template.Resources ?? {})) {
        if (resource.Type !== type) continue;
        const entries = Object.entries(resource.Properties ?? {}).filter(([key]) => only.length === 0 || only.includes(key));
        found[idOf(place, id)] = this.resolve(Object.fromEntries(entries), place);
      }
    }
    return found;
  }

  private resolve(value: any, place: Place): any {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item, place)).filter((item) => item !== undefined);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries<any>(value);
    const [name, argument] = entries[0] ?? ['', undefined];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument, place);
    return Object.fromEntries(entries.map(([key, item]) => [key, this.resolve(item, place)]));
  }

  private call(name: string, argument: any, place: Place): any {
    if (name === 'Ref') return this.ref(argument, place);
    if (name === 'Fn::GetAtt') return this.getAtt(argument[0], argument[1], place);
    if (name === 'Fn::If') return this.resolve(argument[this.holds({ Condition: argument[0] }, place) ? 1 : 2], place);
    const args = this.resolve(argument, place);
    switch (name) {
      case 'Fn::Join': return args[1].join(args[0]);
      case 'Fn::Select': return args[1][args[0]];
      case 'Fn::Split': return args[1].split(args[0]);
      case 'Fn::Sub': return String(args).replace(/\$\{([^}]+)\}/g, (_, id) => this.ref(id, place));
      case 'Fn::GetAZs': return ['a', 'b', 'c', 'd'].map((zone) => REGION + zone);
      case 'Fn::Cidr': return blocks(args[0], Number(args[1]), Number(args[2] ?? 8));
      case 'Fn::FindInMap': return place.template.Mappings[args[0]][args[1]][args[2]];
      case 'Fn::ImportValue': {
        const found = this.exports.get(args);
        if (!found) throw new Error(`no export ${args}`);
        return this.resolve(found.value, found.place);
      }
      default: throw new Error(`unknown intrinsic ${name}`);
    }
  }

  private ref(id: string, place: Place): any {
    if (id === 'AWS::NoValue') return undefined;
    return PSEUDO[id] ?? place.template.Parameters?.[id]?.Default ?? idOf(place, id);
  }

  private getAtt(id: string, attribute: string, place: Place): any {
    const resource: Resource = place.template.Resources[id];
    if (attribute === 'CidrBlock') return this.resolve(resource.Properties.CidrBlock, place);
    // AWS gives the endpoints in no order, so whoever counts on that of the subnets is wrong here
    if (attribute === 'EndpointIds') return this.resolve(resource.Properties.SubnetMappings, place).map((_: any, i: number) => `zone:${idOf(place, id)}#${i}`).reverse();
    return IDENTITIES.has(attribute) ? idOf(place, id) : `${idOf(place, id)}.${attribute}`;
  }

  private holds(condition: any, place: Place): boolean {
    const [name, argument] = Object.entries<any>(condition)[0];
    switch (name) {
      case 'Condition': return this.holds(place.template.Conditions[argument], place);
      case 'Fn::Equals': return this.resolve(argument[0], place) === this.resolve(argument[1], place);
      case 'Fn::Not': return !this.holds(argument[0], place);
      case 'Fn::And': return argument.every((one: any) => this.holds(one, place));
      case 'Fn::Or': return argument.some((one: any) => this.holds(one, place));
      default: throw new Error(`unknown condition ${name}`);
    }
  }
}

function idOf(place: Place, id: string): string {
  return place.name ? `${place.name}.${id}` : id;
}

function blocks(cidr: string, count: number, bits: number): string[] {
  const { base } = rangeOf(cidr);
  return Array.from({ length: count }, (_, i) => `${textOf(base + i * 2 ** bits)}/${32 - bits}`);
}

export interface Range { readonly base: number; readonly prefix: number }

export function rangeOf(cidr: string): Range {
  const [address, prefix] = cidr.split('/');
  return { base: addressOf(address), prefix: Number(prefix) };
}

export function addressOf(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function textOf(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

export function within(address: number, cidr: string): boolean {
  const { base, prefix } = rangeOf(cidr);
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) === Math.floor(base / size);
}
