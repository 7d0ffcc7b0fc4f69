import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { told } from './outcome';
import { readInputs } from './read-inputs';
import { assemblyFiles } from '../gate/assembly-files';
import { functionAssets } from '../gate/function-assets';
import { GateError } from '../gate/gate-error';
import { differences } from '../gate/manifest';
import { TemplateModel } from '../model';
import { TemplateError } from '../model/template-error';
import { plain } from '../report/plain-text';

/** Compares evidence with its manifest, and with an assembly where one is named, and answers with the exit code. */
export function verifyEvidence(evidence: string, path?: string): number {
  try {
    const current = path === undefined ? undefined : read(path);
    if (path !== undefined && current === undefined) return told({ code: UNUSABLE, why: 'not all of the input could be read' });
    const { manifest, found } = differences(evidence, current);
    for (const sentence of found) process.stdout.write(`${plain(sentence)}\n`);
    if (found.length > 0) return told({ code: FINDINGS, why: `${found.length} ${found.length === 1 ? 'difference' : 'differences'} from what the gate saw` });
    if (manifest.verdict !== 'pass') return told({ code: FINDINGS, why: `unchanged, and the gate did not pass (${manifest.why})` });
    return told({ code: CLEAN, why: `unchanged since ${manifest.date}, and the gate passed (${manifest.why})` });
  } catch (error) {
    if (!(error instanceof GateError || error instanceof TemplateError)) throw error;
    process.stderr.write(`${plain(error.message)}\n`);
    return told({ code: UNUSABLE, why: 'the evidence cannot be read' });
  }
}

function read(path: string) {
  const { templates, problems } = readInputs([path]);
  if (problems.length > 0 || templates.length === 0) return undefined;
  const { assets } = functionAssets(new TemplateModel(templates), path);
  const others = [...assets.map((asset) => asset.path), ...templates.map(({ templatePath }) => templatePath)];
  return { templates, assets, assembly: assemblyFiles(path, others) };
}
