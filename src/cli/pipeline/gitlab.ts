import { inside, Place, ROOT } from './place';
import { DEPLOY, JUDGE, KEPT, PREPARE } from './steps';

const script = (commands: string[]) => commands.map((command) => `    - ${/[:"'#|&$]/.test(command) ? `'${command.replace(/'/g, "''")}'` : command}`);

/** A pipeline of GitLab CI: AWS_ROLE_ARN and AWS_REGION are protected variables of the project. */
export function gitLabPipeline({ directory }: Pick<Place, 'directory'> = ROOT): string {
  const enter = directory === '' ? [] : [`cd "${directory}"`];
  const kept = KEPT.map((path) => (directory === '' ? path : JSON.stringify(inside(directory, path))));
  return [
    'stages: [judge, deploy]',
    'workflow:',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    'default:',
    '  image: public.ecr.aws/sam/build-nodejs22.x:latest # Node.js and the AWS CLI; pin it to a digest',
    'judge:',
    '  stage: judge',
    '  timeout: 30 minutes',
    '  script:',
    '    - pip3 install semgrep==1.185.0',
    ...script([...enter, ...JUDGE]),
    '  artifacts:',
    '    when: always',
    `    paths: [${kept.join(', ')}]`,
    'deploy:',
    '  stage: deploy',
    '  needs: [judge]',
    '  timeout: 1 hour',
    '  rules:',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '      when: manual # a person approves; protect the environment, so that it is one of those who may',
    '  environment: production',
    '  resource_group: production',
    '  id_tokens:',
    '    AWS_TOKEN:',
    '      aud: https://gitlab.com # the audience of OidcIssuer.GITLAB',
    '  variables:',
    '    AWS_WEB_IDENTITY_TOKEN_FILE: $CI_PROJECT_DIR/.aws-token',
    '  script:',
    ...script([...enter, ...PREPARE, 'printf %s "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"', ...DEPLOY]),
    '  after_script:',
    '    - rm -f .aws-token',
    '',
  ].join('\n');
}
