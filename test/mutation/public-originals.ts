import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { Resources } from './places';
import { translateSam } from '../../src/model/sam';
import { samTemplates } from '../model/sam/generator';
import { PATTERNS } from '../parity/patterns';

/** A template that nobody hardened: secure by some rules, and not by others. */
export interface PublicOriginal {
  readonly name: string;
  readonly template: { readonly Resources: Resources; readonly Parameters?: object };
}

/** Of the corpus of SAM each of so many: its templates differ by one event, policy or key at a time. */
const EACH = 15;

/** The patterns on which the rules are compared with cdk-nag's: AWS Solutions Constructs, and applications as the guides of AWS show them. */
export function publicPatterns(): PublicOriginal[] {
  return PATTERNS.flatMap(({ name, build }) => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-public-'));
    try {
      const app = new App({ outdir });
      build(app);
      return app.synth().stacksRecursively.map(({ stackName, template }) => ({ name: `${name}, ${stackName}`, template }));
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
}

/** Templates of the corpus on which the translation of SAM is compared with aws-sam-translator, as they deploy. */
export function samOriginals(): PublicOriginal[] {
  return samTemplates().filter((_, i) => i % EACH === 0)
    .map(({ name, template }) => ({ name, template: translateSam(template as any).template as PublicOriginal['template'] }));
}
