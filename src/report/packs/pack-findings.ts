import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { isObject, objectOrEmpty, own } from '../../model/json';
import type { TemplateInput } from '../../model/parsed-stack';
import type { BaselineFinding } from '../../waivers/baseline';
import { Fingerprints } from '../fingerprint';

/** Rules of this library are judged anew, and those of the CDK itself cannot be enforced with a baseline. */
const NOT_ENFORCED = ['ZeroTrust', 'CloudFormation Validate', 'CloudFormation-Validate'];
const REPORT = 'validation-report.json';

/** A finding of a pack, as the report of a synthesis has it. */
export interface PackViolation {
  readonly pack: string;
  /** As the pack calls it, with the finding in brackets when it has several on one resource. */
  readonly rule: string;
  readonly path: string;
  readonly severity: string;
}

/** What packs found at the synthesis of assemblies and nobody acknowledged; `undefined` when no assembly tells it. */
export function readPackViolations(paths: string[]): PackViolation[] | undefined {
  const files = paths.map((path) => join(path, REPORT)).filter((file) => existsSync(file));
  if (files.length === 0) return undefined;
  return files.flatMap((file) => list(own(parse(file), 'pluginReports'))).flatMap((report) => {
    const pack = String(own(report, 'pluginName'));
    if (NOT_ENFORCED.includes(pack)) return [];
    return list(own(report, 'violations')).flatMap((violation) => list(own(violation, 'violatingConstructs')).map((construct) => ({
      pack, rule: String(own(violation, 'ruleName')), path: String(own(construct, 'constructPath') ?? ''), severity: String(own(violation, 'severity')),
    })));
  });
}

/** The same, as a baseline keeps them. */
export function packFindings(paths: string[], templates: TemplateInput[]): BaselineFinding[] | undefined {
  const violations = readPackViolations(paths);
  if (!violations) return undefined;
  const content = contentByPath(templates);
  return violations.map(({ pack, rule, path, severity }) => packFinding(pack, rule, path, severity, content));
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
