import { STRIPPED_FORMS, STRIPPED_TYPES } from '../emulator/stripped';

export interface Resource {
  Type: string;
  Properties?: Record<string, any>;
  DependsOn?: string | string[];
  [attribute: string]: unknown;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: unknown }>;
  [section: string]: any;
}

/** A template without what the emulator lacks, and what was left out. */
export interface Deployable {
  readonly template: Template;
  readonly stripped: Record<string, Resource>;
}

const TYPES = new Set(STRIPPED_TYPES.map(({ type }) => type));

/** Leaves out what the emulator lacks. What refers to it is left out too, or holds a text in its place where it must hold one. */
export function deployable(source: Template): Deployable {
  const template = structuredClone(source);
  const stripped = Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => lacks(resource)));
  for (const id of Object.keys(stripped)) delete template.Resources[id];
  for (const resource of Object.values(template.Resources)) {
    const needed = [resource.DependsOn ?? []].flat().filter((id) => !(id in stripped));
    delete resource.DependsOn;
    if (needed.length > 0) resource.DependsOn = needed;
    delete resource.Metadata;
    for (const [name, value] of Object.entries(resource.Properties ?? {})) {
      if (refersTo(value) in stripped) delete resource.Properties![name];
    }
  }
  delete template.Rules; // the version of the bootstrap stack, which is not there
  delete template.Parameters?.BootstrapVersion;
  return { template: inPlaceOf(template, stripped) as Template, stripped };
}

function lacks({ Type, Properties = {} }: Resource): boolean {
  return TYPES.has(Type) || STRIPPED_FORMS.some(({ type, matches }) => type === Type && matches(Properties));
}

/** The resource that a reference names, or nothing. */
function refersTo(node: unknown): string {
  if (typeof node !== 'object' || node === null || Object.keys(node).length !== 1) return '';
  const { Ref, 'Fn::GetAtt': attribute } = node as { 'Ref'?: string; 'Fn::GetAtt'?: string | string[] };
  return Ref ?? (typeof attribute === 'string' ? attribute.split('.')[0] : attribute?.[0]) ?? '';
}

function inPlaceOf(node: unknown, stripped: Record<string, Resource>): unknown {
  if (Array.isArray(node)) return node.map((item) => inPlaceOf(item, stripped));
  if (typeof node !== 'object' || node === null) return node;
  const id = refersTo(node);
  if (id in stripped) return 'Ref' in node ? `stripped-${id}` : `arn:aws:stripped:eu-west-1:000000000000:${id}`;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inPlaceOf(value, stripped)]));
}
