import { TemplateModel, TemplateResource } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import { METADATA, rule as runtimeGuardIsWhole } from '../lambda/RuntimeGuardIsWhole';
import type { RuleResult } from '../rule';
import { capability } from './capability';

/** What lets others than CloudFormation call a function. */
const CALLS = ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Permission', 'AWS::Lambda::Url'];
const CUSTOM_RESOURCE = /^(AWS::CloudFormation::CustomResource$|Custom::)/;

/** Of every function: the one that is left out is the one that an intruder takes. */
export const runtimeProtection = capability('runtime-protection', '010', {
  title: 'All Lambda functions of the app have a runtime guard',
  types: ['AWS::Lambda::Function'],
  rationale: 'A dependency that is taken over runs with the role of its function. Nothing outside of the function sees which host, program or file it uses until data has left.',
  remediation: 'Add a RuntimeGuard and call requireIn(zone), or name what protects functions while they run: Capability.RUNTIME_PROTECTION.providedBy(name, arn, owner).',
}, (fn, model) => {
  const own = isGuarded(fn, model);
  if (own.verdict !== 'pass') return own;
  return model.worlds.remember(model.resources, () => ofAll(model), runtimeProtection);
});

function ofAll(model: TemplateModel): RuleResult {
  for (const fn of model.ofType('AWS::Lambda::Function')) {
    const result = fn.exists() && !isOfDeployment(fn) ? isGuarded(fn, model) : pass();
    if (result.verdict !== 'pass') return { ...result, finding: `${fn.name}: ${result.finding}` };
  }
  return pass('all functions');
}

function isGuarded(fn: TemplateResource, model: TemplateModel): RuleResult {
  return fn.metadata.at(METADATA).isAbsent ? fail('it has no runtime guard') : runtimeGuardIsWhole.check(fn, model);
}

/** CloudFormation alone calls what a custom resource names, with what the template says: nothing from outside reaches it. */
function isOfDeployment(fn: TemplateResource): boolean {
  const callers = fn.referrers().filter(({ type }) => CUSTOM_RESOURCE.test(type) || CALLS.includes(type));
  return callers.length > 0 && callers.every((caller) => CUSTOM_RESOURCE.test(caller.type) && resourceOf(caller.at('ServiceToken').value) === fn);
}
