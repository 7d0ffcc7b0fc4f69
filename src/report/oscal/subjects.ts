import { line, listed, props, uuid } from './naming';
import type { ReadTemplate } from '../../model/read-templates';
import { Lazily, ObjectParts, Written } from '../chunks';
import { Evidence, EvidenceItem, nameOf } from '../evidence';
import type { Found, JudgedResource } from '../evidence-item';
import type { Items } from '../items';
import { templateUri } from '../template-uri';
import type { Tool } from '../writer';

/** The resource of the back matter that a template is. */
export function templateUuid({ id }: ReadTemplate): string {
  return uuid('template', id);
}

/** What an audit looked at, with the hash of its bytes. */
export function templateResource(template: ReadTemplate, left: string[]) {
  const { name, templatePath, sha256 } = template;
  return {
    uuid: templateUuid(template),
    title: line(`CloudFormation template of ${name}`),
    rlinks: [{
      'href': templateUri(templatePath),
      'media-type': /^\s*\{/.test(template.text) ? 'application/json' : 'application/yaml',
      'hashes': [{ algorithm: 'SHA-256', value: sha256 }],
    }],
    ...left.length > 0 ? { remarks: line(`Not judged: ${left.join(' ')}`) } : {},
  };
}

/** The resources that rules looked at, each once. */
export function inventoryItems({ items }: Evidence) {
  const found = new Map<string, EvidenceItem>();
  const looked = new Set<JudgedResource>(); // of each there are many verdicts
  for (const item of items) {
    if (looked.has(item.resource)) continue;
    looked.add(item.resource);
    found.set(itemUuid(item), item);
  }
  return Lazily.of([...found.values()], (item) => ({
    uuid: itemUuid(item),
    description: line(nameOf(item)),
    ...props({ 'stack': item.template.name, 'logical-id': item.logicalId, 'resource-type': item.type, 'construct-path': item.constructPath }),
    links: [{ href: `#${templateUuid(item.template)}`, rel: 'reference' }],
  }));
}

/** An inventory item as the subject of something, with what was seen on it. */
export function subject(item: EvidenceItem) {
  return {
    'subject-uuid': itemUuid(item),
    'type': 'inventory-item',
    'title': line(nameOf(item)),
    ...seen(item.found),
  };
}

/** One of many subjects: its name is in the inventory, and what the verdicts share is in the observation. */
export function subjectOfMany(item: EvidenceItem): Written {
  return new Written(`{"subject-uuid":"${itemUuid(item)}","type":"inventory-item"${item.verdict === 'pass' ? valueOf(item.found) : ''}}`);
}

const valueBy = new WeakMap<Found, string>();

function valueOf(found: Found): string {
  if (found.value === undefined) return '';
  let told = valueBy.get(found);
  if (told === undefined) valueBy.set(found, told = new ObjectParts(true).of(props({ value: found.value })));
  return told && `,${told}`;
}

/** Often the same on many resources. */
const seenBy = new WeakMap<Found, ReturnType<typeof props>>();

function seen(found: Found): ReturnType<typeof props> {
  let told = seenBy.get(found);
  if (!told) seenBy.set(found, told = props({ verdict: found.verdict, value: found.value }));
  return told;
}

/** The command line, which looked. */
export function assessmentAssets({ name, version }: Tool) {
  return {
    'components': [{
      uuid: toolUuid(),
      type: 'software',
      title: name,
      description: 'Judges CloudFormation templates by zero-trust rules, without an account and without a network.',
      props: [{ name: 'version', value: version }],
      status: { state: 'operational' },
    }],
    'assessment-platforms': [{ 'uuid': uuid('platform'), 'title': 'Static analysis of templates', 'uses-components': [{ 'component-uuid': toolUuid() }] }],
  };
}

export function origin() {
  return { actors: [{ 'type': 'tool', 'actor-uuid': toolUuid() }] };
}

/** Where the evidence for an item is: its template. */
export function relevantEvidence(items: Items) {
  const templates = new Map<string, ReadTemplate>();
  for (const { template } of items) templates.set(template.id, template);
  return listed('relevant-evidence', [...templates.values()].map((template) => ({
    href: `#${templateUuid(template)}`, description: line(`Template of ${template.name}`), ...props({ sha256: template.sha256 }),
  })));
}

/** Asked for each verdict on a resource. */
const uuids = new WeakMap<JudgedResource, string>();

export function itemUuid({ resource }: EvidenceItem): string {
  let id = uuids.get(resource);
  if (id === undefined) uuids.set(resource, id = uuid('resource', resource.template.id, resource.logicalId));
  return id;
}

/** Everything that is said is said by it. */
const TOOL = uuid('tool');

function toolUuid(): string {
  return TOOL;
}
