import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import type { Templates } from './reformat';
import { claimsApp } from '../../../../examples/claims-platform/app';
import { ordersApp } from '../../../../examples/orders-api/app';
import { TemplateModel } from '../../../../src/model';
import { PATTERNS } from '../../../parity/patterns';

/** The templates of an app by name of the stack, with the construct paths that the command line of the CDK writes into them. */
export function templatesOf(app: (props: AppProps) => App): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-diff-'));
  try {
    return Object.fromEntries(app({ outdir, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth().stacksRecursively.map(({ stackName, template }) => [stackName, template]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function modelOf(templates: Templates): TemplateModel {
  return new TemplateModel(Object.entries(templates).map(([name, template]) => ({ id: name, name, template })));
}

export const ordersTemplates = () => templatesOf((props) => ordersApp(props));
export const claimsTemplates = () => templatesOf((props) => claimsApp(props));

/** Public patterns, each synthesised. */
export const patternTemplates = () => PATTERNS.map((pattern) => templatesOf((props) => {
  const app = new App(props);
  pattern.build(app);
  return app;
}));
