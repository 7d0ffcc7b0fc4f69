import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { gateSettings, SCANNER_PACKAGES, secretlintSettings } from './gate-settings';
import { gitHubWorkflow } from './github';
import { gitLabPipeline } from './gitlab';
import { jenkinsfile } from './jenkins';
import { GATE_CONFIG } from '../../gate/gate-config';
import { isInside } from '../../model/find-templates';
import { plain } from '../../report/plain-text';
import { CLEAN, FINDINGS, UNUSABLE } from '../exit-codes';
import type { CiSystem } from '../pipeline';

/** System → its file, its text, and what is left to do there. */
const PIPELINES: Record<CiSystem, { file: string; text: () => string; next: string }> = {
  github: {
    file: '.github/workflows/deploy.yml',
    text: gitHubWorkflow,
    next: 'Make the environment production, with required reviewers and the branch main, and its variables AWS_DEPLOY_ROLE_ARN and AWS_REGION: '
      + "DeployRole with OidcIssuer.GITHUB, Subject.environment(owner, repository, 'production', ids).",
  },
  gitlab: {
    file: '.gitlab-ci.yml',
    text: gitLabPipeline,
    next: 'Protect the branch main and the environment production, and make the protected variables AWS_ROLE_ARN and AWS_REGION: '
      + "DeployRole with OidcIssuer.GITLAB, Subject.gitLabBranch('group/project', 'main').",
  },
  jenkins: {
    file: 'Jenkinsfile',
    text: jenkinsfile,
    next: 'Make the credential aws-oidc-token (plugin OpenID Connect Provider, ID token as file, audience sts.amazonaws.com), and DEPLOY_ROLE_ARN and DEPLOY_REGION on the folder: '
      + "DeployRole with OidcIssuer.custom('https://JENKINS/oidc', 'sts.amazonaws.com'), Subject.exact(the URL of the job).",
  },
};

/** Writes what an app lacks of a pipeline, and answers with the exit code. */
export function initPipeline(folder: string, systems: readonly CiSystem[], dryRun: boolean): number {
  if (!existsSync(join(folder, 'cdk.json'))) return unusable(`[${folder}] NotAnApp: there is no cdk.json in it. Remediation: name the folder of a CDK app, as cdk init makes it.`);
  const files = [
    ...systems.map((system) => ({ file: PIPELINES[system].file, text: PIPELINES[system].text() })),
    { file: GATE_CONFIG, text: gateSettings() },
    { file: '.secretlintrc.json', text: secretlintSettings() },
  ];
  const lines: string[] = [];
  let others = 0;
  for (const { file, text } of files) {
    const path = join(folder, file);
    if (existsSync(path)) {
      const same = readFileSync(path, 'utf-8') === text;
      if (!same) others++;
      lines.push(`${file}: ${same ? 'there already' : 'another one is there, and is not overwritten'}`);
    } else if (dryRun) {
      lines.push(`${file}: would be written`, ...text.trimEnd().split('\n').map((line) => `  ${line}`));
    } else {
      try {
        mkdirSync(dirname(path), { recursive: true });
        if (file.includes('/') && !isInside(folder, dirname(path))) throw new Error('a link leads out of the app');
        writeFileSync(path, text, { flag: 'wx' });
      } catch (error) {
        return unusable(`[${path}] Unwritable: ${(error as Error).message}. Remediation: see who may write there, and run it again.`);
      }
      lines.push(`${file}: written`);
    }
  }
  lines.push('', 'Next', `  npm install --save-dev ${SCANNER_PACKAGES.join(' ')}`, ...systems.map((system) => `  ${PIPELINES[system].next}`));
  process.stdout.write(lines.map((line) => `${plain(line)}\n`).join(''));
  return others > 0 ? FINDINGS : CLEAN;
}

function unusable(message: string): number {
  process.stderr.write(`${plain(message)}\n`);
  return UNUSABLE;
}
