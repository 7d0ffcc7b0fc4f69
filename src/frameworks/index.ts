import { cisAws } from './cis-aws';
import { cisaZtmm } from './cisa-ztmm';
import { csa12 } from './csa-12';
import type { Control, Framework } from './framework';
import { fsbp } from './fsbp';
import { gdpr } from './gdpr';
import { hipaa } from './hipaa';
import { nist800207 } from './nist-800-207';
import { nist80053 } from './nist-800-53-r5';
import { owaspServerless } from './owasp-serverless-top-10';
import { pciDss } from './pci-dss-4';

/** The frameworks that rules are mapped to, in the order of reports. */
export const FRAMEWORKS: Framework[] = [fsbp, nist80053, pciDss, hipaa, cisAws, gdpr, owaspServerless, csa12, cisaZtmm, nist800207];

/** A control that a rule serves. */
export interface MappedControl {
  readonly framework: Framework;
  readonly control: Control;
}

const BY_RULE = byRule();

/** The controls that a rule serves, those of one framework only when it is named. */
export function controlsOf(rule: { readonly id: string }, only?: Framework): MappedControl[] {
  const controls = BY_RULE.get(rule.id) ?? [];
  return only ? controls.filter(({ framework }) => framework === only) : controls;
}

/** The same as texts, `PCI DSS 4.2.1`. */
export function controlNames(rule: { readonly id: string }, only?: Framework): string[] {
  return controlsOf(rule, only).map(nameOf);
}

/** What reports call a control. */
export function nameOf({ framework, control }: MappedControl): string {
  return `${framework.name} ${control.id}`;
}

/** The framework that the command line names. */
export function frameworkOf(id: string): Framework | undefined {
  return FRAMEWORKS.find((framework) => framework.id === id);
}

function byRule(): ReadonlyMap<string, MappedControl[]> {
  const found = new Map<string, MappedControl[]>();
  for (const framework of FRAMEWORKS) {
    for (const control of framework.controls) {
      for (const rule of control.rules) found.set(rule, [...(found.get(rule) ?? []), { framework, control }]);
    }
  }
  return found;
}

export * from './framework';
