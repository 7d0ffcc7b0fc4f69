import { att, ref, resource, Resources } from './prove';

/** A policy with one statement, for one role. */
export const policyOf = (role: string, Action: unknown, Resource: unknown, more: object = {}) => resource('AWS::IAM::ManagedPolicy', {
  Roles: [ref(role)], PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource, ...more }] },
});

/** Findings that reach a function through a queue, and a state machine that it starts, which acts by a function. */
export function response(): Resources {
  return {
    Rule: resource('AWS::Events::Rule', { EventPattern: { source: ['aws.guardduty'] }, Targets: [{ Id: 'A', Arn: att('Queue') }] }),
    Queue: resource('AWS::SQS::Queue'),
    QueuePolicy: resource('AWS::SQS::QueuePolicy', {
      Queues: [ref('Queue')],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: att('Queue'), Condition: { ArnEquals: { 'aws:SourceArn': att('Rule') } } }] },
    }),
    Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: att('Queue'), FunctionName: ref('Intake') }),
    Intake: resource('AWS::Lambda::Function', { Role: att('IntakeRole') }),
    IntakeRole: resource('AWS::IAM::Role'),
    Starts: policyOf('IntakeRole', 'states:StartExecution', ref('Machine')),
    MachineRole: resource('AWS::IAM::Role'),
    Invokes: policyOf('MachineRole', 'lambda:InvokeFunction', att('Play')),
    Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('MachineRole') }),
    Play: resource('AWS::Lambda::Function', { Role: att('PlayRole') }),
    PlayRole: resource('AWS::IAM::Role'),
  };
}
