import { readFileSync } from 'fs';
import { join } from 'path';

/** A request of a set of our own, of which the expressions of the guard were mended against one half alone. */
export interface HeldOut {
  readonly group: string;
  readonly text: string;
  readonly event: Record<string, unknown>;
}

const linesOf = (file: string) => readFileSync(join(__dirname, 'held-out', file), 'utf8').split('\n').filter((line) => line !== '');
const request = (body: string, more: object = {}) => ({ httpMethod: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body, ...more });

/** Payloads of eight classes, each in the note of an order, and as a body or a form where it is one itself. */
export function heldOutPayloads(): HeldOut[] {
  let group = '';
  return linesOf('payloads.txt').flatMap((text) => {
    const heading = /^\[([a-z]+)\]$/.exec(text);
    if (heading !== null) group = heading[1];
    return heading !== null ? [] : [{ group, text, event: eventOf(group, text) }];
  });
}

function eventOf(group: string, text: string): Record<string, unknown> {
  if (/^\{\s*"/.test(text)) return request(group === 'prototype' ? text : `{"user":${text}}`);
  if (/^[\w[\]$.]+=\S+$/.test(text) && /^(?:nosql|prototype)$/.test(group)) return { httpMethod: 'GET', path: '/orders', headers: {}, rawQueryString: text };
  return request(JSON.stringify({ id: 7, note: text }));
}

/** What people write: each text as the note of an order, and orders whose fields are several of them. */
export function heldOutTexts(): HeldOut[] {
  const texts = linesOf('texts.txt').map((line) => line.replaceAll('⏎', '\n'));
  const notes = texts.map((text) => ({ group: 'text', text, event: request(JSON.stringify({ id: 7, note: text })) }));
  const orders = texts.filter((_, i) => i % 3 === 0).map((text, i) => {
    const at = (step: number) => texts[(i * step + step) % texts.length];
    return { group: 'order', text: [text, at(7), at(11)].join(' / '), event: request(JSON.stringify({ id: `o-${i}`, customer: { name: text }, note: at(7), items: [{ sku: `S-${i}`, title: at(11), quantity: i }] })) };
  });
  return [...notes, ...orders];
}

/** A further set, of other sources: payloads as scanners and cheat sheets spell them, of eleven classes. The rules were changed by the first half alone. */
export function furtherPayloads(): HeldOut[] {
  let group = '';
  return linesOf('further-payloads.txt').flatMap((text) => {
    const heading = /^\[([a-z]+)\]$/.exec(text);
    if (heading !== null) group = heading[1];
    return heading !== null ? [] : [{ group, text, event: eventOf(group, text) }];
  });
}

/** Texts of customers in ten languages, products, addresses, Markdown, code in tickets: those that the rules were changed by, and those that were written afterwards to judge them. */
export const furtherTexts = (): HeldOut[] => notesOf('further-texts.txt');
export const judgedTexts = (): HeldOut[] => notesOf('judged-texts.txt');

const notesOf = (file: string): HeldOut[] => linesOf(file).map((line) => line.replaceAll('⏎', '\n'))
  .map((text) => ({ group: 'text', text, event: request(JSON.stringify({ id: 7, note: text })) }));

/** Every other one. The guard was mended with the first half alone. */
export const halves = (all: HeldOut[]): [HeldOut[], HeldOut[]] => [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)];
