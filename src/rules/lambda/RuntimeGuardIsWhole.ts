import { Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What the construct side writes: src/guard/. */
export const METADATA = 'zero-trust:guard';
const WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';
const WRAPPER_PATH = '/opt/zt-guard';
const POLICY = 'ZT_GUARD';
const DESCRIPTION = /^RuntimeGuard of cdk-zero-trust, ([0-9a-f]{64})$/;
const LAYER = 'AWS::Lambda::LayerVersion';
const SIGNED = 'signed';
/** Runtimes that run an exec wrapper and that the guard knows: src/guard/guard-checks.ts. */
const RUNTIME = /^(nodejs(2[2-9]|[3-9]\d)\.x|python3\.(1[2-9]|[2-9]\d))$/;
const UNCLEAR = 'whether its runtime guard starts is not known before deployment';

export const rule: Rule = {
  id: 'ZT-LAMBDA-038',
  title: 'Lambda functions with a runtime guard keep its layer, exec wrapper and policy',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'RuntimeGuard starts by an exec wrapper from a layer, before the code of the function, and allows what its policy names. With another wrapper, layer, policy or '
    + 'NODE_OPTIONS the function runs unguarded, or with a guard that stops less than was declared.',
  remediation: 'Remove the override of Layers, Environment, Runtime or Metadata, and change mode and openings on the RuntimeGuard.',
  check(fn) {
    const declared = fn.metadata.at(METADATA);
    const variables = fn.at('Environment', 'Variables');
    const [wrapper, policy, options] = [WRAPPER, POLICY, 'NODE_OPTIONS'].map((name) => variables.at(name));
    if (declared.isAbsent && policy.isAbsent && textOf(wrapper.value) !== WRAPPER_PATH && !fn.at('Layers').items().some(isGuardLayer)) return pass('no runtime guard');
    const mode = textOf(declared.at('Mode').value);
    return every(
      mode === 'monitor' || mode === 'block' ? pass(mode) : fail('parts of a runtime guard are there, and no RuntimeGuard declares its mode'),
      wrapperOf(wrapper),
      options.isAbsent ? pass() : fail('its runtime guard is overridden: NODE_OPTIONS is set', 'NODE_OPTIONS'),
      policyOf(policy, mode, declared),
      layerOf(fn.at('Layers'), textOf(declared.at('Layer').value)),
      runtimeOf(fn),
    );
  },
};

function wrapperOf(wrapper: Expression): RuleResult {
  if (textOf(wrapper.value) === WRAPPER_PATH) return pass();
  return wrapper.value.kind === 'unknown' ? unknown(UNCLEAR, WRAPPER) : fail('its runtime guard does not start: the exec wrapper is another one', textOf(wrapper.value));
}

/** References in it are holes in texts, so that it can be read. */
function policyOf(policy: Expression, mode: string | undefined, declared: Expression): RuleResult {
  if (policy.isAbsent) return fail('its runtime guard has no policy', POLICY);
  const text = textOf(policy.value);
  if (text === undefined) return policy.value.kind === 'known' ? fail('the policy of its runtime guard cannot be read', POLICY) : unknown(UNCLEAR, POLICY);
  const written = parsed(text);
  if (written?.v !== 1 || !Array.isArray(written.h) || !text.startsWith(`{"v":1,"m":${JSON.stringify(written.m)},`)) {
    return fail('the policy of its runtime guard cannot be read', POLICY);
  }
  if (written.m !== mode) return fail('the policy of its runtime guard has another mode than is declared', String(written.m));
  const names = declared.at('Openings').items().map((opening) => textOf(opening.at('Name').value));
  const undeclared = Object.keys(written.x ?? {}).filter((name) => !names.includes(name));
  return undeclared.length === 0 ? pass() : fail('the policy of its runtime guard has openings without a reason', undeclared.join(', '));
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last of all layers: files of a later one replace those of one before. */
function layerOf(layers: Expression, hash: string | undefined): RuleResult {
  const last = layers.items().at(-1);
  if (last === undefined) return layers.isAbsent ? fail('its runtime guard does not start: its layer is missing') : layers.value.kind === 'unknown' ? unknown(UNCLEAR, 'Layers') : fail('its runtime guard does not start: its layer is missing');
  if (hash === SIGNED) return last.value.kind === 'unknown' ? unknown(UNCLEAR, 'Layers') : pass();
  const layer = resourceOf(last.value, LAYER);
  if (layer === undefined) return last.value.kind === 'unknown' ? unknown(UNCLEAR, 'Layers') : fail('its last layer is not that of the runtime guard, and could replace its files');
  if (hashOf(layer) === undefined || hashOf(layer) !== hash) return fail('the layer of its runtime guard is missing, or of another version than is declared');
  const key = layer.at('Content', 'S3Key');
  if (key.value.kind !== 'known') return unknown(UNCLEAR, 'Content');
  return textOf(key.value)?.includes(hash!) === true ? pass() : fail('the layer of its runtime guard holds another code than is declared', textOf(key.value));
}

function isGuardLayer({ value }: Expression): boolean {
  const layer = resourceOf(value, LAYER);
  return layer !== undefined && hashOf(layer) !== undefined;
}

function hashOf(layer: TemplateResource): string | undefined {
  return DESCRIPTION.exec(textOf(layer.at('Description').value) ?? '')?.[1];
}

/** Images and runtimes of the operating system alone run no wrapper, the durable runtime ignores NODE_OPTIONS. */
function runtimeOf(fn: TemplateResource): RuleResult {
  if (!fn.at('DurableConfig').isAbsent) return fail('its runtime guard does not start: durable functions ignore NODE_OPTIONS');
  const kind = fn.at('PackageType');
  if (!fn.at('Code', 'ImageUri').isAbsent || textOf(kind.value) === 'Image') return fail('its runtime guard does not start: container images run no exec wrapper');
  if (!kind.isAbsent && textOf(kind.value) === undefined) return unknown(UNCLEAR, 'PackageType');
  const runtime = fn.at('Runtime');
  const text = textOf(runtime.value);
  if (text === undefined) return runtime.isAbsent ? fail('its runtime guard does not start: it has no runtime that runs an exec wrapper') : unknown(UNCLEAR, 'Runtime');
  return RUNTIME.test(text) ? pass() : fail('its runtime guard does not start: the runtime runs no exec wrapper, or is none that the guard knows', text);
}
