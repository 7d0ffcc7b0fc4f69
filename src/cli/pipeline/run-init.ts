import { existsSync, lstatSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { gateSettings, SCANNER_PACKAGES, secretlintSettings } from './gate-settings';
import { gitHubWorkflow } from './github';
import { gitLabPipeline } from './gitlab';
import { jenkinsfile } from './jenkins';
import type { Place } from './place';
import { GATE_CONFIG } from '../../gate/gate-config';
import { TemplateError } from '../../model/template-error';
import { plain } from '../../report/plain-text';
import { CLEAN, FINDINGS, UNUSABLE } from '../exit-codes';
import { defaultBranch } from '../init/default-branch';
import { Layout } from '../init/layout';
import { writeAll } from '../init/write-all';
import type { CiSystem } from '../pipeline';

/** System → its file below the root of the repository, where the system looks for it, its text, and what is left to do there. */
const PIPELINES: Record<CiSystem, { file: string; text: (place: Place) => string; next: (place: Place) => string }> = {
  github: {
    file: '.github/workflows/deploy.yml',
    text: gitHubWorkflow,
    next: ({ branch }) => `Make the environment production, with required reviewers and the branch ${branch}, and its variables AWS_DEPLOY_ROLE_ARN and AWS_REGION: `
      + "DeployRole with OidcIssuer.GITHUB, Subject.environment(owner, repository, 'production', ids).",
  },
  gitlab: {
    file: '.gitlab-ci.yml',
    text: gitLabPipeline,
    next: ({ branch }) => `Protect the branch ${branch} and the environment production, and make the protected variables AWS_ROLE_ARN and AWS_REGION: `
      + `DeployRole with OidcIssuer.GITLAB, Subject.gitLabBranch('group/project', '${branch}').`,
  },
  jenkins: {
    file: 'Jenkinsfile',
    text: jenkinsfile,
    next: ({ directory }) => `${directory === '' ? '' : `Set the script path of the job to ${directory}/Jenkinsfile. `}`
      + 'Make the credential aws-oidc-token (plugin OpenID Connect Provider, ID token as file, audience sts.amazonaws.com), and DEPLOY_ROLE_ARN and DEPLOY_REGION on the folder: '
      + "DeployRole with OidcIssuer.custom('https://JENKINS/oidc', 'sts.amazonaws.com'), Subject.exact(the URL of the job).",
  },
};

/** Writes what an app lacks of a pipeline, or nothing, and answers with the exit code. */
export function initPipeline(folder: string, systems: readonly CiSystem[], dryRun: boolean): number {
  if (!existsSync(join(folder, 'cdk.json'))) return unusable(`[${folder}] NotAnApp: there is no cdk.json in it. Remediation: name the folder of a CDK app, as cdk init makes it.`);
  const layout = new Layout(folder);
  try {
    if (layout.nearest('package.json') === undefined) {
      return unusable(`[${folder}] NoPackage: there is no package.json in it or above it in its repository, and the pipeline begins with npm ci. `
        + 'Remediation: add one with aws-cdk and cdk-zero-trust in its devDependencies, for an app in another language too.');
    }
    const place: Place = { directory: layout.plainDirectory, branch: defaultBranch(layout.root) };
    const files = [
      ...systems.map((system) => ({ file: system === 'jenkins' ? PIPELINES[system].file : layout.atRoot(PIPELINES[system].file), text: PIPELINES[system].text(place) })),
      { file: GATE_CONFIG, text: gateSettings() },
      { file: '.secretlintrc.json', text: secretlintSettings() },
    ];
    const states = files.map(({ file, text }) => ({ file, text, state: stateOf(layout, file, text) }));
    const missing = states.filter(({ state }) => state === undefined);
    if (!dryRun) writeAll(layout.root, missing.map(({ file, text }) => ({ path: join(folder, file), text, isNew: true })));
    print([
      ...states.flatMap(({ file, text, state }) => state !== undefined ? [`${file}: ${state}`]
        : dryRun ? [`${file}: would be written`, ...text.trimEnd().split('\n').map((line) => `  ${line}`)] : [`${file}: written`]),
      '', 'Next', `  npm install --save-dev ${SCANNER_PACKAGES.join(' ')}`,
      ...layout.nearest('package-lock.json') === undefined ? ['  Commit package-lock.json, which npm install writes: npm ci needs it.'] : [],
      ...systems.map((system) => `  ${PIPELINES[system].next(place)}`),
    ]);
    return states.some(({ state }) => state === OTHER) ? FINDINGS : CLEAN;
  } catch (error) {
    if (error instanceof TemplateError) return unusable(error.message);
    throw error;
  }
}

const OTHER = 'another one is there, and is not overwritten';

/** What is there of a file already; whatever the ends of its lines are, as git may change them. */
function stateOf({ folder }: Layout, file: string, text: string): string | undefined {
  const path = join(folder, file);
  const twin = file.replace(/\.yml$/, '.yaml'); // for GitHub, the same
  if (twin !== file && existsSync(join(folder, twin))) return OTHER;
  if (!existsSync(path) && !isLink(path)) return undefined;
  const isSame = statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path, 'utf-8').replace(/\r\n/g, '\n') === text;
  return isSame ? 'there already' : OTHER;
}

/** One that leads nowhere is there too. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function print(lines: string[]): void {
  process.stdout.write(lines.map((line) => `${plain(line)}\n`).join(''));
}

function unusable(message: string): number {
  process.stderr.write(`${plain(message)}\n`);
  return UNUSABLE;
}
