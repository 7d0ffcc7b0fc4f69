import { byHand, DONE, Step } from './step';

/** How a language writes what `init` looks for, each on one line of its own, and what it adds. */
export interface Syntax {
  /** With the name of the variable. */
  readonly app: RegExp;
  /** The import of the CDK. */
  readonly cdk: RegExp;
  /** The import of this library, in the style of that of the CDK. */
  importLike(line: string): string;
  /** The call, in the style of the construction of the app. */
  callLike(line: string, name: string): string;
}

export const TYPESCRIPT: Syntax = {
  app: /^(?:export )?const (\w+)(?:: [\w.]+)? = new (?:\w+\.)?App\((?:|\{[^{}]*\})\);?$/,
  cdk: /^(?:import .*|\} )from ['"]aws-cdk-lib(?:\/core)?['"];?$/,
  importLike: (line) => {
    const quote = line.includes('"') ? '"' : "'";
    return `import { ZeroTrust } from ${quote}cdk-zero-trust${quote}${line.endsWith(';') ? ';' : ''}`;
  },
  callLike: (line, name) => `ZeroTrust.enforce(${name})${line.endsWith(';') ? ';' : ''}`,
};

export const PYTHON: Syntax = {
  app: /^(\w+) = (?:\w+\.)?App\([^()]*\)$/,
  cdk: /^(?:import aws_cdk(?: as \w+)?|from aws_cdk import [\w, ]+)$/,
  importLike: () => 'from cdk_zero_trust import ZeroTrust',
  callLike: (_, name) => `ZeroTrust.enforce(${name})`,
};

const TITLE = 'Enforce the rules at each synth';
const WHY = 'cdk synth fails while a finding is open, so that nothing insecure is deployed.';

/** Adds the call behind the construction of the app, where both are found plainly. */
export function enforceStep(file: string, text: string, syntax: Syntax): Step {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(eol);
  const step = (outcome: Step['outcome']): Step => ({ title: TITLE, why: WHY, file, outcome });
  if (/^\s*(?:\w+\.)*ZeroTrust\.enforce\(/m.test(text)) return step(DONE);

  const apps = lines.flatMap((line, at) => {
    const name = syntax.app.exec(line)?.[1];
    return name === undefined ? [] : [{ at, line, name }];
  });
  const imports = lines.flatMap((line, at) => (syntax.cdk.test(line) ? [{ at, line }] : []));
  const because = apps.length !== 1 ? `${apps.length === 0 ? 'no' : 'more than one'} plain construction of an App was found`
    : imports.length === 0 || imports[0].at > apps[0].at ? 'no plain import of the CDK was found'
      : /\bZeroTrust\b/.test(text) ? 'it has a ZeroTrust already'
        : text.includes('.applyTo(') ? 'something is applied to the app, which must come before the call' : undefined;
  if (because !== undefined) return step(byHand(because, [syntax.importLike(';'), syntax.callLike(';', 'app')]));

  const [{ at, line, name }] = apps;
  const added = [syntax.importLike(imports[0].line), syntax.callLike(line, name)];
  const changed = [...lines.slice(0, imports[0].at + 1), added[0], ...lines.slice(imports[0].at + 1, at + 1), added[1], ...lines.slice(at + 1)];
  return step({ kind: 'change', isNew: false, text: changed.join(eol), added });
}

/** The call where the file is not known. */
export function enforceByHand(because: string, syntax: Syntax): Step {
  return { title: TITLE, why: WHY, file: 'cdk.json', outcome: byHand(because, [syntax.importLike(';'), syntax.callLike(';', 'app')]) };
}
