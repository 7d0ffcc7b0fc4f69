import { hasCredential } from './credential-forms';
import type { Place, TemplateResource, TemplateStack } from '../model';
import { intrinsicOf, isObject } from '../model/json';

/** Places where another rule fails on whatever is a credential, under any name. */
const TOLD_BY_OTHERS = [
  /^AWS::CodeBuild::SourceCredential Properties\.Token$/, /^AWS::CodePipeline::Pipeline .*\.Configuration\.(OAuthToken|Password|Secret\w*|\w*Token)$/,
  /^AWS::Events::Connection .*\.(ApiKeyAuthParameters\.ApiKeyValue|BasicAuthParameters\.Password|ClientParameters\.ClientSecret)$/,
  /^AWS::Lambda::Function Properties\.Environment\.Variables\./, /^AWS::SSM::Parameter Properties\.Value/, /^AWS::SecretsManager::Secret Properties\.SecretString/,
];
const SECTIONS = ['Parameters', 'Mappings', 'Outputs', 'Metadata'] as const;
/** More places say no more. */
const MAX_PLACES = 20;
const MAX_KEYS = 20;
/** What stands for a part that deployment fills in: no credential has it. */
const GAP = '\u0000';

const found = new WeakMap<TemplateResource, string[]>();

/** The places of the credentials in a resource, such as `Queue.Properties.Tags.0.Value`. Looked for once, whatever the conditions. */
export function credentialPlacesIn(resource: TemplateResource): string[] {
  const known = found.get(resource);
  if (known) return known;
  const { logicalId, type, properties, metadata } = resource;
  const places: string[] = [];
  look(properties.source, [logicalId, 'Properties'], type, places);
  look(metadata.source, [logicalId, 'Metadata'], type, places);
  found.set(resource, places);
  return places;
}

/** Those outside of resources, such as `Outputs.Token.Value`. */
export function credentialPlacesBeside(stack: TemplateStack): string[] {
  const places: string[] = [];
  for (const section of SECTIONS) {
    for (const [name, json] of stack.entries(section)) look(json, [section, name], section, places);
  }
  return places;
}

/** By a list of what is left to do and not by recursion: templates may be deeper than the call stack. */
function look(start: unknown, [section, name]: string[], type: string, places: string[]): void {
  const left: unknown[] = [start];
  const placesOfLeft: Place[] = [{ key: name, in: { key: section } }];
  const seen = new Set<unknown>(); // aliases of YAML are the same object many times
  while (left.length > 0 && places.length < MAX_PLACES) {
    const json = left.pop();
    const place = placesOfLeft.pop()!;
    const text = typeof json === 'string' ? json : joined(json);
    if (text !== undefined && hasCredential(text)) {
      const [first, ...rest] = keysOf(place);
      if (!TOLD_BY_OTHERS.some((known) => known.test(`${type} ${rest.join('.')}`))) places.push([first, ...rest].join('.'));
    } else if (typeof json === 'object' && json !== null && !seen.has(json)) {
      seen.add(json);
      const keys = Object.keys(json);
      for (let i = keys.length - 1; i >= 0; i--) {
        const inner = (json as Record<string, unknown>)[keys[i]];
        if (isPlain(inner)) continue;
        left.push(inner);
        placesOfLeft.push(isNoPlace(json, keys[i]) ? place : { key: keys[i], in: place });
      }
    }
  }
}

/** What holds no credential for certain is most of a template: it is not put aside to be looked at. */
function isPlain(json: unknown): boolean {
  return typeof json === 'string' ? !hasCredential(json) : typeof json !== 'object' || json === null;
}

/** From the outside in; only for what was found, since a place may be thousands of keys deep. */
function keysOf(place: Place): string[] {
  const keys: string[] = [];
  for (let here: Place | undefined = place; here; here = here.in) keys.push(here.key);
  keys.reverse();
  return keys.length > MAX_KEYS ? [...keys.slice(0, MAX_KEYS), '...'] : keys;
}

function isNoPlace(json: object, key: string): boolean {
  return !Array.isArray(json) && intrinsicOf(json)?.name === key;
}

/** A text that is put together of literal parts, so that a credential in two halves is seen. */
function joined(json: unknown): string | undefined {
  const argument = isObject(json) ? json['Fn::Join'] : undefined;
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) return undefined;
  return argument[1].map((part) => (typeof part === 'string' ? part : GAP)).join(argument[0]);
}
