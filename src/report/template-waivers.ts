import { isObject, objectOrEmpty, own } from '../model/json';
import type { ReadTemplate } from '../model/read-templates';
import { folded } from '../waivers/readable';
import { WaiverError } from '../waivers/waiver-error';
import { TEMPLATE_METADATA, WaiverRecord } from '../waivers/waiver-record';
import { readWaiver } from '../waivers/waiver-terms';

/** A waiver that stands in a template, on the resource whose finding it accepts. */
export interface TemplateWaiver {
  readonly template: ReadTemplate;
  readonly logicalId: string;
  /** All of it, unless something is wrong with it. */
  readonly waiver: Partial<WaiverRecord>;
  /** What it lacks: anybody may have written it. */
  readonly wrong?: string;
}

/** What `ZeroTrust.enforce` wrote under `Metadata` of the resources of a template. */
export function templateWaivers(template: ReadTemplate): TemplateWaiver[] {
  const resources = Object.entries(objectOrEmpty(own(template.template, 'Resources')));
  return resources.flatMap(([logicalId, resource]) => {
    const waivers = own(own(own(resource, 'Metadata'), TEMPLATE_METADATA), 'waivers');
    return Array.isArray(waivers) ? waivers.map((written) => ({ template, logicalId, ...read(written, logicalId) })) : [];
  });
}

function read(written: unknown, logicalId: string): Pick<TemplateWaiver, 'waiver' | 'wrong'> {
  const texts = Object.entries(objectOrEmpty(written)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fields: Record<string, string> = Object.fromEntries(texts.map(([name, text]) => [name, folded(text)]));
  try {
    const { path, ...waiver } = readWaiver({ ...fields, path: logicalId, finding: undefined });
    return { waiver };
  } catch (error) {
    if (!(error instanceof WaiverError)) throw error;
    return { waiver: fields, wrong: isObject(written) ? error.what.replace(/\.$/, '') : 'it is no waiver' };
  }
}
