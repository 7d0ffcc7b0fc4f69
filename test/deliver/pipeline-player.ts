import { execFileSync } from 'child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

/** What is around a release: who approves, which alarms are on, what deployments do, and what the programs of the builds answer. */
export interface World {
  readonly approve?: (stage: string) => boolean;
  readonly alarms?: () => string[];
  readonly isOpen?: boolean;
  /** The template is a path, as the action names it: `artifact::file`. */
  readonly deploy?: (stack: string, execution: number, template?: string) => boolean;
  /** A program of the image → a script of bash. */
  readonly programs: Record<string, string>;
}

/**
 * Plays a pipeline as its declaration has it: stages in their order, actions by their run order, conditions of entry, success and failure, and rollback to the last
 * execution that passed a stage. Commands of builds are run by bash. Source: CodePipeline user guide, "How do stage conditions work?", "Configuring stage rollback".
 */
export class PipelinePlayer {
  /** `stage: what happened`. */
  public readonly log: string[] = [];
  /** What the builds printed. */
  public readonly output: string[] = [];
  private readonly passed = new Map<string, number>();
  private readonly templates = new Map<string, string>();
  private executions = 0;

  constructor(
    private readonly pipeline: any,
    private readonly projects: Record<string, any>,
    private readonly folder: string,
    /** What the repository has. */
    private readonly source?: string,
  ) {}

  /** Whether the release reached the end. */
  public release(world: World): boolean {
    const execution = ++this.executions;
    const variables = new Map<string, string>();
    for (const stage of this.pipeline.Stages) {
      const refused = (stage.BeforeEntry?.Conditions ?? []).find((one: any) => !one.Rules.every((rule: any) => this.holds(rule, variables, world)));
      if (refused?.Result === 'SKIP') {
        this.log.push(`${stage.Name}: skipped`);
        continue;
      }
      if (refused) return this.stop(stage, 'not entered');
      if (!this.run(stage, execution, variables, world)) return this.fail(stage, 'failed', stage.OnFailure?.Result, variables, world);
      const undone = (stage.OnSuccess?.Conditions ?? []).find((one: any) => !one.Rules.every((rule: any) => this.holds(rule, variables, world)));
      if (undone) return this.fail(stage, 'alarm', undone.Result, variables, world);
      this.passed.set(stage.Name, execution);
    }
    return true;
  }

  private fail(stage: any, why: string, result: string | undefined, variables: Map<string, string>, world: World): false {
    this.log.push(`${stage.Name}: ${why}`);
    const target = this.passed.get(stage.Name);
    if (result === 'ROLLBACK' && target !== undefined && this.run(stage, target, variables, world)) this.log.push(`${stage.Name}: rolled back to ${target}`);
    return false;
  }

  private stop(stage: any, why: string): false {
    this.log.push(`${stage.Name}: ${why}`);
    return false;
  }

  private run(stage: any, execution: number, variables: Map<string, string>, world: World): boolean {
    const actions = [...stage.Actions].sort((a: any, b: any) => a.RunOrder - b.RunOrder);
    return actions.every((action) => this.act(stage.Name, action, execution, variables, world));
  }

  private act(stage: string, action: any, execution: number, variables: Map<string, string>, world: World): boolean {
    const { ActionTypeId: { Provider }, Configuration } = action;
    switch (Provider) {
      case 'CodeBuild': return this.build(stage, action, variables, world);
      case 'Manual': return world.approve?.(stage) ?? true;
      case 'CloudFormation': {
        if (Configuration.ActionMode !== 'CHANGE_SET_EXECUTE') {
          this.templates.set(Configuration.StackName, Configuration.TemplatePath);
          return true;
        }
        if (!(world.deploy?.(Configuration.StackName, execution, this.templates.get(Configuration.StackName)) ?? true)) return false;
        this.log.push(`${stage}: ${Configuration.StackName} of ${execution}`);
        return true;
      }
      default: return ['CodeStarSourceConnection', 'StepFunctions'].includes(Provider);
    }
  }

  /** Where an artifact is. */
  public artifact(name: string): string {
    return join(this.folder, name.toLowerCase());
  }

  private build(stage: string, action: any, variables: Map<string, string>, { programs }: World): boolean {
    const { Configuration, Namespace, InputArtifacts, OutputArtifacts = [] } = action;
    const { phases, env, artifacts } = JSON.parse(this.projects[Configuration.ProjectName].Source.BuildSpec);
    const [work, bin] = ['work', 'bin'].map((one) => join(this.folder, one));
    const inputs: string[] = InputArtifacts.map(({ Name }: any) => Name);
    const others = inputs.slice(1); // the first is where the commands run
    rmSync(work, { recursive: true, force: true });
    for (const path of [work, bin, ...others.map((one) => this.artifact(one))]) mkdirSync(path, { recursive: true });
    for (const [program, script] of Object.entries({ npm: '', ...programs })) {
      writeFileSync(join(bin, program), `#!/bin/bash\n${script}\n`);
      chmodSync(join(bin, program), 0o755);
    }
    if (this.source) cpSync(this.source, work, { recursive: true });
    const exported: string[] = env['exported-variables'] ?? [];
    const script = ['exec 2>&1', ...phases.install.commands, ...phases.build.commands].map((command: string) => `${command} || exit 1`)
      .concat(exported.map((one) => `echo "exported:${one}=$${one}"`)).join('\n');
    try {
      const output = execFileSync('bash', ['-c', script], {
        cwd: work,
        encoding: 'utf-8',
        env: { PATH: `${bin}:${process.env.PATH}`, HOME: this.folder, CODEBUILD_BUILD_ID: `${Configuration.ProjectName}:1`, ...Object.fromEntries(others.map((one) => [`CODEBUILD_SRC_DIR_${one}`, this.artifact(one)])) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const [, variable, value] of output.matchAll(/^exported:(\w+)=(.*)$/gm)) variables.set(`#{${Namespace}.${variable}}`, value);
      this.output.push(output);
      this.keep(join(work, artifacts?.['base-directory'] ?? ''), OutputArtifacts[0]?.Name);
      this.log.push(`${stage}: built`);
      return true;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      this.output.push(`${stdout}${stderr}`);
      return false;
    }
  }

  private keep(from: string, name: string | undefined): void {
    if (name === undefined || !existsSync(from)) return;
    rmSync(this.artifact(name), { recursive: true, force: true });
    cpSync(from, this.artifact(name), { recursive: true });
  }

  private holds({ RuleTypeId: { Provider }, Configuration }: any, variables: Map<string, string>, world: World): boolean {
    switch (Provider) {
      case 'CloudWatchAlarm': return !(world.alarms?.() ?? []).includes(Configuration.AlarmName);
      case 'VariableCheck': return Configuration.Operator === 'EQ' && variables.get(Configuration.Variable) === Configuration.Value;
      case 'DeploymentWindow': return world.isOpen ?? true;
      case 'LambdaInvoke': return true;
      default: throw new Error(`no rule of the provider ${Provider}`);
    }
  }
}
