import { Command } from 'commander';
import type { AskOptions } from './graph/ask';
import { askHelp } from './graph/exit-help';
import { withAskOptions } from './graph/options';

export function whoCanCommand(): Command {
  return withAskOptions(new Command('who-can'))
    .description('list who can call an action on something, directly or by taking control, and why')
    .argument('<action>', 'an action of IAM or a pattern, as dynamodb:PutItem or s3:Get*')
    .argument('<target>', 'what it is called on')
    .addHelpText('after', askHelp(['who-can dynamodb:PutItem Orders', 'who-can kms:Decrypt RestrictedKey --app cdk.out --format json']))
    .action((action: string, name: string, options: AskOptions, command: Command) => {
      const { answer, certaintiesOf, checkedAction, oneNode } = require('./graph/ask') as typeof import('./graph/ask');
      const { whoCan } = require('../graph/ask/who-can') as typeof import('../graph/ask/who-can');
      const { describeCallers, writeCallers } = require('../report/graph/answers/who-can') as typeof import('../report/graph/answers/who-can');
      checkedAction(action, command);
      answer(options, (graph) => {
        const target = oneNode(graph, name, command);
        const callers = whoCan(graph, action, [target]);
        return {
          certainties: certaintiesOf([...callers.direct, ...callers.byControl]),
          text: () => writeCallers(callers, action, target),
          json: () => describeCallers(callers, action, target),
        };
      });
    });
}
