import { inside, Place, ROOT } from './place';
import { DEPLOY, JUDGE, KEPT, PREPARE } from './steps';

const steps = (commands: string[], indent: string) => commands.map((command) => `${indent}sh '${command.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`);

/**
 * A declarative Jenkinsfile. The token is a credential of the plugin "OpenID Connect Provider" (an ID token as a file), bound in the one stage that deploys; its
 * issuer is `OidcIssuer.custom`, its subject that of the job.
 */
export function jenkinsfile({ directory, branch }: Place = ROOT): string {
  const kept = KEPT.map((path) => `${inside(directory, path)}/**`).join(', ');
  // archives and stashes are of the workspace, commands of the folder of the app
  const within = (lines: (indent: string) => string[]) => (directory === '' ? lines('        ') : [`        dir('${directory}') {`, ...lines('          '), '        }']);
  return [
    'pipeline {',
    '  agent none',
    '  options {',
    '    disableConcurrentBuilds()',
    "    timeout(time: 2, unit: 'HOURS')",
    '  }',
    '  stages {',
    "    stage('judge') {",
    "      agent { label 'build' } // Node.js, semgrep; no credentials of AWS",
    '      steps {',
    ...within((indent) => steps(JUDGE, indent)),
    '      }',
    '      post {',
    '        always {',
    `          archiveArtifacts artifacts: '${kept}', allowEmptyArchive: true`,
    `          stash name: 'judged', includes: '${kept}', allowEmpty: true, useDefaultExcludes: false`,
    '        }',
    '      }',
    '    }',
    "    stage('approve') {",
    `      when { beforeInput true; branch '${branch}' }`,
    "      input { message 'Deploy to production?' }",
    "      steps { echo 'Approved.' }",
    '    }',
    "    stage('deploy') {",
    `      when { branch '${branch}' }`,
    "      agent { label 'deploy' } // Node.js and the AWS CLI",
    '      environment {',
    '        AWS_ROLE_ARN = "${env.DEPLOY_ROLE_ARN}" // of the folder or the controller, never of the repository',
    '        AWS_REGION = "${env.DEPLOY_REGION}"',
    '      }',
    '      steps {',
    "        unstash 'judged'",
    ...within((indent) => [
      ...steps(PREPARE, indent),
      `${indent}withCredentials([file(credentialsId: 'aws-oidc-token', variable: 'AWS_WEB_IDENTITY_TOKEN_FILE')]) {`,
      ...steps(DEPLOY, `${indent}  `),
      `${indent}}`,
    ]),
    '      }',
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}
