import type { DiffSide } from './collect-diff';
import { calledAs, Change } from '../../graph/diff/change';
import type { Matching } from '../../graph/diff/matching';
import type { TemplateResource } from '../../model';
import { templateWaivers } from '../template-waivers';

interface Accepted {
  readonly rule: string;
  readonly on: string;
  readonly expires: string;
  readonly owner: string;
  readonly reason: string;
  readonly resource?: TemplateResource;
}

/** Findings that somebody accepted in one version only, or for longer; those of the templates and those of files. */
export function waiverChanges(old: DiffSide, current: DiffSide, matching: Matching): Change[] {
  const [before, after] = [old, current].map((side) => waiversOf(side, matching));
  const found: Change[] = [];
  for (const [key, now] of after) {
    const was = before.get(key);
    if (!was) found.push(change('new-waiver', now, `waives ${now.rule} until ${now.expires}: ${now.reason}`));
    else if (was.expires < now.expires) found.push(change('longer-waiver', now, `waives ${now.rule} until ${now.expires}, and before until ${was.expires}`));
    else if (was.expires > now.expires) found.push(change('shorter-waiver', now, `waives ${now.rule} until ${now.expires}, and before until ${was.expires}`));
  }
  for (const [key, was] of before) {
    if (!after.has(key)) found.push({ ...change('gone-waiver', was, `waives ${was.rule} no more`), version: 'old' });
  }
  return found;
}

function waiversOf({ model, templates, waivers }: DiffSide, matching: Matching): Map<string, Accepted> {
  const stacks = new Map(model.stacks.map((stack) => [stack.id, stack]));
  const found = new Map<string, Accepted>();
  for (const { template, logicalId, waiver: { rule = '', owner = '', reason = '', expires = '' } } of templates.flatMap(templateWaivers)) {
    const resource = stacks.get(template.id)?.resources.get(logicalId);
    const on = resource ? calledAs(resource) : `${template.id}/${logicalId}`;
    found.set(`${rule} ${resource ? matching.label(resource) : on}`, { rule, on, expires, owner, reason, resource });
  }
  for (const { rule, path, owner, reason, expires } of waivers) found.set(`${rule} in a file: ${path}`, { rule, on: path, expires, owner, reason });
  return found;
}

function change(kind: Change['kind'], { rule, on, owner, resource }: Accepted, text: string): Change {
  return { kind, from: on, to: rule, text: `${owner || 'no owner'} ${text} (${on})`, resource, version: 'new' };
}
