import { parsed } from './decode';
import { attackOf } from './inspect';
import { reachesPrototype } from './messages';
import type { RequestAttack } from './others';
import { isAsked } from '../answers/caller';
import { decompressed, recode } from '../native';

/** Where in a request an attack stands. Never what it is: payloads do not go to logs. */
export interface Found {
  readonly attack: RequestAttack;
  readonly place: string;
}

type Any = Record<string, any>;

/** Headers that proxies and AWS set, or that hold what is no text: nothing in them is handed to an interpreter. */
const CALM_HEADERS = /^(?:authorization|host|via|accept(?:-.*)?|x-amz.*|x-forwarded-(?:port|proto)|cloudfront-.*|sec-.*|content-length|connection|priority|traceparent|tracestate|if-none-match|if-modified-since|content-type|cache-control|pragma|upgrade-insecure-requests|origin|dnt)$/i;
/** A path to a prototype, as parsers of forms and `set` of libraries follow one. */
const PROTOTYPE = /(?:^|[^\w])__proto__(?:$|[^\w])|\bconstructor[\].[\s"']{1,4}prototype\b/;
/** A plain name of a field. */
const NAME = /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*$/;
/** What JSON Schema and references in JSON begin with a dollar: no operators. */
const JSON_SCHEMA = /^\$(?:schema|ref|id|defs|comment|anchor|vocabulary|dynamicRef|dynamicAnchor|recursiveRef|recursiveAnchor)$/;
/** Names of fields that were read before: requests of one function have the same again and again. */
const PLAIN_KEYS = new Set<string>();
const MAX_KEYS = 512;
/** What Lambda takes, a request as a whole: all of it is read. Of a body that is compressed, as much as may come in one that is not. */
const MAX_BODY = 6_291_556;
/** What no text has, once it is read as one: it is told apart from the bytes around it, as those of a picture in which a text may stand. */
// eslint-disable-next-line no-control-regex
const BINARY = /[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]+/;
/** Shorter runs are in any bytes by chance: in a small message of a few fields seldom, in a picture by the hundred. */
const MIN_RUN = 16;
const MIN_RUN_OF_SMALL = 8;
const SMALL = 1_000;

/** The attacks in a request of API Gateway, WebSocket messages too, a function URL or a load balancer, at most one for each place. Other events have none. */
export function inspectRequest(event: unknown): Found[] {
  if (!isAsked(event)) return [];
  const walk = new Walk();
  walk.path(String(event.rawPath ?? event.path ?? ''));
  walk.value(event.pathParameters, 'path');
  if (event.rawQueryString) walk.query(event.rawQueryString);
  else walk.value(event.multiValueQueryStringParameters ?? event.queryStringParameters, 'query');
  headers(event.multiValueHeaders === undefined ? event.headers : { ...event.headers, ...event.multiValueHeaders }, walk);
  walk.value(event.cookies, 'cookies');
  body(event, walk);
  return walk.found;
}

function headers(all: Any | undefined | null, walk: Walk): void {
  for (const name of Object.keys(all ?? {})) if (!CALM_HEADERS.test(name)) walk.value(all![name], `header ${name.toLowerCase()}`);
}

function body(event: Any, walk: Walk): void {
  if (typeof event.body !== 'string' || event.body === '') return;
  const text = plain(event);
  if (text === undefined) return walk.unread('body');
  const type = header(event, 'content-type');
  if (/^multipart\//i.test(type)) return multipart(text, walk);
  const json = parsed(text);
  if (json !== undefined) return walk.value(json, 'body'); // what only looks like JSON is read as a text
  if (/x-www-form-urlencoded/i.test(type) && !text.startsWith('<')) return walk.form(text, 'body');
  return walk.content(text, 'body');
}

/** The body as a text, decompressed where the request says that it is compressed. Undefined for one that cannot be read, or is too long by then. */
function plain(event: Any): string | undefined {
  if (!event.isBase64Encoded) return event.body;
  const text = recode(event.body, 'base64', 'utf8');
  const coding = header(event, 'content-encoding').trim().toLowerCase();
  // API Gateway decompresses a body where it is told to, and leaves the header
  if (coding === '' || coding === 'identity' || !text.includes('\ufffd')) return text;
  return decompressed(event.body, coding, MAX_BODY);
}

function header(event: Any, asked: string): string {
  const all = event.headers ?? {};
  for (const name of Object.keys(all)) if (name.length === asked.length && name.toLowerCase() === asked) return String(all[name]);
  return '';
}

/** Each part by itself, its file name too: the boundary is no part of any text. */
function multipart(text: string, walk: Walk): void {
  for (const part of text.split(/^--[^\r\n]{1,70}\r?$/m)) {
    const [head, ...rest] = part.split(/\r?\n\r?\n/);
    for (const [, name] of head.matchAll(/name="([^"\r\n]*)"/g)) walk.value(name, 'body');
    walk.content(rest.join('\n\n').replace(/\r?\n$/, ''), 'body');
  }
}

class Walk {
  public readonly found: Found[] = [];
  private readonly places = new Set<string>();

  /** A text or value of JSON, and what is in texts that are JSON themselves, without recursion: how deep it is is for the sender to choose. */
  public value(given: unknown, place: string): void {
    const open: unknown[] = [given];
    while (open.length > 0 && !this.isDone(place)) {
      const value = open.pop();
      if (typeof value === 'string') {
        const held = parsed(value);
        if (held === undefined) this.text(value, place);
        else open.push(held);
      } else if (Array.isArray(value)) {
        for (let i = value.length - 1; i >= 0; i--) open.push(value[i]);
      } else if (typeof value === 'object' && value !== null) {
        const keys = Object.keys(value);
        for (let i = keys.length - 1; i >= 0; i--) {
          const held = (value as Any)[keys[i]];
          if (reachesPrototype(keys[i], held)) this.add('prototype-pollution', place);
          else if (!PLAIN_KEYS.has(keys[i])) this.key(keys[i], place);
          open.push(held);
        }
      }
    }
  }

  /** Whether a place has what it is reported for. */
  private isDone(place: string): boolean {
    return this.found.length > 0 && this.places.has(place);
  }

  /** A text, or the texts between bytes that are none. */
  public content(text: string, place: string): void {
    if (!text.includes('\ufffd')) return this.value(text, place);
    const least = text.length > SMALL ? MIN_RUN : MIN_RUN_OF_SMALL;
    for (const run of text.split(BINARY)) if (run.length >= least) this.value(run, place);
  }

  public unread(place: string): void {
    this.add('not-inspected', place);
  }

  private text(text: string, place: string): void {
    const attack = attackOf(text);
    if (attack !== undefined) this.add(attack, place);
  }

  /** The whole path, and each part of it, which may be in Base64. */
  public path(path: string): void {
    this.value(path, 'path');
    for (const part of path.split('/')) if (part.length > 8) this.value(part, 'path');
  }

  public query(raw: string): void {
    this.form(raw, 'query');
  }

  /** Names and values of a form, and the text as it is when it has none: an attacker need not keep to the form. */
  public form(text: string, place: string): void {
    if (!text.includes('=')) return this.value(text.replaceAll('+', ' '), place);
    for (const pair of text.split('&')) {
      const at = pair.indexOf('=');
      this.key(pair.slice(0, Math.max(at, 0)), place);
      const value = pair.slice(at + 1);
      this.value(value.replaceAll('+', ' '), place);
      if (value.includes('+')) this.value(value, place); // in Base64, a plus is a plus
    }
  }

  /** A key that a query language or JavaScript takes for its own. */
  private key(key: string, place: string): void {
    if (key.startsWith('$') && !JSON_SCHEMA.test(key) || key.includes('[$')) this.add('nosql-injection', place);
    else if (PROTOTYPE.test(key)) this.add('prototype-pollution', place);
    else if (key.length > 2 && !NAME.test(key)) this.text(key, place);
    else if (PLAIN_KEYS.size < MAX_KEYS && key.length < 64) PLAIN_KEYS.add(key);
  }

  private add(attack: RequestAttack, place: string): void {
    if (this.places.has(place)) return;
    this.places.add(place);
    this.found.push({ attack, place });
  }
}
