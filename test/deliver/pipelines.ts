import { App, AppProps, CfnOutput, Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PipelineCondition, PipelineSource, PipelineStage, PipelineStageOptions, SecurePipeline, SecurePipelineProps, SecureQueue } from '../../src';
import type { DeployedTemplates } from '../support/deployed-template';

export const ACCOUNT = '111122223333';
export const ENV = { account: ACCOUNT, region: 'eu-west-1' };
export const CONNECTION = `arn:aws:codeconnections:eu-west-1:${ACCOUNT}:connection/00000000-0000-4000-8000-000000000000`;
export const SOURCE = PipelineSource.connection(CONNECTION, 'acme/orders', 'main');

/** A stage of one stack with a queue. */
export function queueStage(scope: App | Stack, id: string, env: StackProps['env'] = ENV): Stage {
  const stage = new Stage(scope, id, { env });
  new SecureQueue(new Stack(stage, 'Orders'), 'Queue');
  return stage;
}

export function deliveryStack(app: App): Stack {
  return new Stack(app, 'Delivery', { env: ENV, terminationProtection: true });
}

/** The least that is a pipeline: one stage. */
export function minimal(app: App, props: Partial<SecurePipelineProps> = {}, options: PipelineStageOptions = {}): SecurePipeline {
  const stages = [PipelineStage.of(queueStage(app, 'Production'), options)];
  return new SecurePipeline(deliveryStack(app), 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], stages, ...props });
}

export function synthesised(build: (app: App) => unknown, props?: AppProps): { app: App; template: any } {
  const app = new App(props);
  build(app);
  return { app, template: app.synth().getStackByName('Delivery').template };
}

export function ofType(template: any, type: string): Record<string, any> {
  const found = Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === type);
  return Object.fromEntries(found.map(([id, { Properties }]) => [id, Properties]));
}

/** Projects by name, with what their commands name as it is deployed. */
export function projectsOf(templates: DeployedTemplates): Record<string, any> {
  return Object.fromEntries(Object.values(templates.resources('AWS::CodeBuild::Project')).map((project) => [project.Name, project]));
}

/** The declaration of the pipeline. */
export function pipelineOf(template: any): any {
  return Object.values(ofType(template, 'AWS::CodePipeline::Pipeline'))[0];
}

export function stageOf(template: any, name: string): any {
  return pipelineOf(template).Stages.find(({ Name }: any) => Name === name);
}

export const OTHER_ACCOUNT = '444455556666';
/** Reads the templates of the other account. */
export const READER = `arn:aws:iam::${OTHER_ACCOUNT}:role/template-reader`;

/** Two stages: one in another account without an approval, one with two stacks, alarms and conditions. */
export function twoStages(app: App, props: Partial<SecurePipelineProps> = {}): SecurePipeline {
  const staging = queueStage(app, 'Staging', { account: OTHER_ACCOUNT, region: 'eu-west-1' });
  const production = new Stage(app, 'Production', { env: ENV });
  const consumer = new Stack(production, 'Api', { tags: { team: 'orders' } });
  const producer = new Stack(production, 'Store');
  new SecureQueue(consumer, 'Calls');
  new CfnOutput(consumer, 'Queue', { value: new SecureQueue(producer, 'Queue').queueArn });
  const stack = deliveryStack(app);
  const errors = cloudwatch.Alarm.fromAlarmArn(stack, 'Errors', alarmArn('orders-errors'));
  const latency = cloudwatch.Alarm.fromAlarmArn(stack, 'Latency', alarmArn('orders-latency'));
  const check = lambda.Function.fromFunctionArn(stack, 'Check', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:check-freeze`);
  return new SecurePipeline(stack, 'Pipeline', {
    source: SOURCE,
    synth: ['npm run bundle', 'npx cdk synth'],
    stages: [
      PipelineStage.of(staging, { approval: false, terminationProtection: false, readRole: iam.Role.fromRoleArn(stack, 'Reader', READER) }),
      PipelineStage.of(production, {
        bake: [errors, latency],
        bakeTime: Duration.minutes(30),
        conditions: [PipelineCondition.alarm(errors), PipelineCondition.invoke(check), PipelineCondition.deploymentWindow('* * 9-16 ? * MON-THU', 'Europe/Berlin')],
      }),
    ],
    ...props,
  });
}

function alarmArn(name: string): string {
  return `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:${name}`;
}
