import { isObject, JsonObject, objectOrEmpty, own } from './json';
import type { TemplateInput } from './parsed-stack';

/** CloudFormation takes bodies of 51,200 bytes here. */
const MAX_BODY = 1024 * 1024;

/**
 * The templates that stand in a template as texts: those of stack sets. They deploy what they say, with the parameters that the resource
 * passes, so they are read like nested stacks. One that is not literal is left out, and stays unread.
 */
export function embeddedIn<T extends TemplateInput>(input: T): T[] {
  const resources = Object.entries(objectOrEmpty(own(input.template, 'Resources')));
  return resources.flatMap(([logicalId, resource]) => {
    if (own(resource, 'Type') !== 'AWS::CloudFormation::StackSet') return [];
    const template = bodyOf(own(own(resource, 'Properties'), 'TemplateBody'));
    const id = `${input.id}/${logicalId}.TemplateBody`;
    const elsewhere = { account: undefined, region: undefined, constructPaths: undefined, declaredEdges: undefined };
    return template ? [{ ...input, ...elsewhere, id, name: id, template, nestedIn: { id: input.id, logicalId }, isEmbedded: true }] : [];
  });
}

function bodyOf(body: unknown): JsonObject | undefined {
  const json = own(body, 'Fn::ToJsonString') ?? literal(body);
  const template = typeof json === 'string' ? parsed(json) : json;
  return isObject(template) && isObject(own(template, 'Resources')) ? template : undefined;
}

/** A text in which nothing is filled in. */
function literal(body: unknown): unknown {
  const sub = own(body, 'Fn::Sub');
  if (typeof sub === 'string') return /\$\{(?!!)/.test(sub) ? undefined : sub.replace(/\$\{!/g, '${');
  const join = own(body, 'Fn::Join');
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) {
    return join[1].every((part) => typeof part === 'string') ? join[1].join(join[0]) : undefined;
  }
  return body;
}

function parsed(text: string): unknown {
  if (text.length > MAX_BODY) return undefined;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a parser that templates in JSON have no use for
    const { parseYaml } = require('./yaml-template') as typeof import('./yaml-template');
    return parseYaml(text);
  } catch {
    return undefined;
  }
}
