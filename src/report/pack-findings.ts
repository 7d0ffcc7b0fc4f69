import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Fingerprints } from './fingerprint';
import { isObject, objectOrEmpty, own } from '../model/json';
import type { TemplateInput } from '../model/parsed-stack';
import type { BaselineFinding } from '../waivers/baseline';

/** Rules of this library are judged anew, and those of the CDK itself cannot be enforced with a baseline. */
const NOT_ENFORCED = ['ZeroTrust', 'CloudFormation Validate', 'CloudFormation-Validate'];
const REPORT = 'validation-report.json';

/** What packs found at the synthesis of assemblies and nobody acknowledged; `undefined` when no assembly tells it. */
export function packFindings(paths: string[], templates: TemplateInput[]): BaselineFinding[] | undefined {
  const files = paths.map((path) => join(path, REPORT)).filter((file) => existsSync(file));
  if (files.length === 0) return undefined;
  const content = contentByPath(templates);
  return files.flatMap((file) => list(own(parse(file), 'pluginReports'))).flatMap((report) => {
    const pack = String(own(report, 'pluginName'));
    if (NOT_ENFORCED.includes(pack)) return [];
    return list(own(report, 'violations')).flatMap((violation) => list(own(violation, 'violatingConstructs')).map((construct) => packFinding(
      pack, String(own(violation, 'ruleName')), String(own(construct, 'constructPath') ?? ''), String(own(violation, 'severity')), content,
    )));
  });
}

/** One finding of a pack. */
export function packFinding(pack: string, rule: string, path: string, severity: string, content: (path: string) => string): BaselineFinding {
  return {
    rule: `${pack.replace(/ /g, '-')}::${rule}`, path, severity: severity === 'warning' ? 'warning' : 'error', verdict: 'fail', finding: '', seen: [], content: content(path),
  };
}

/** What the resource at a construct path is, as fingerprints have it. */
export function contentByPath(templates: TemplateInput[]): (path: string) => string {
  const fingerprints = new Fingerprints(templates);
  const places = new Map<string, [string, string]>();
  for (const { id, template, constructPaths } of templates) {
    for (const [logicalId, resource] of Object.entries(objectOrEmpty(own(template, 'Resources')))) {
      const path = constructPaths?.get(logicalId) ?? own(own(resource, 'Metadata'), 'aws:cdk:path');
      if (typeof path === 'string') places.set(path, [id, logicalId]);
    }
  }
  return (path) => {
    const place = places.get(path);
    return place ? fingerprints.content(...place) : '';
  };
}

function parse(file: string): unknown {
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf-8'));
    return isObject(report) ? report : undefined;
  } catch {
    return undefined; // a report that cannot be read tells nothing
  }
}

function list(json: unknown): unknown[] {
  return Array.isArray(json) ? json : [];
}
