import { Module } from './builtins';
import { apply, create, defineProperty, freeze, now, writeSync } from './captured';
import { eventLine, GuardEventKind } from './events';
import { Invocations } from './invocations';
import { readPolicy } from './policy';
import { Blocked, Guard, GUARD } from './shared';
import { guardCode } from './sinks/code';
import { guardDatagrams, guardEgress } from './sinks/egress';
import { guardFiles, Paths } from './sinks/files';
import { Hosts } from './sinks/hosts';
import { guardLazily } from './sinks/lazy';
import { guardNames } from './sinks/names';
import { guardNativeCode } from './sinks/native-code';
import { Outgoing } from './sinks/outgoing';
import { guardProcesses } from './sinks/processes';
import { Prototypes } from './sinks/prototypes';
import type { Tools } from './sinks/sink';
import { guardWire } from './sinks/wire';
import { start as startHandler } from './start';

const SAME = 1_000; // milliseconds in which the same event is written once

/** Starts the guard, before any code of the function: `node --require`. Throws where it cannot, which ends the start of the function. */
export function start(): void {
  if ((globalThis as any)[GUARD] !== undefined) return; // a worker that inherits NODE_OPTIONS
  const environment = { ...process.env };
  const policy = readPolicy(environment);
  const blocks = policy.mode === 'block';
  let isReady = false;
  let written: Record<string, true> = create(null);
  let since = 0;

  const report = (kind: GuardEventKind, detail: string) => {
    const time = now();
    if (time - since > SAME) {
      written = create(null) as Record<string, true>;
      since = time;
    }
    const same = `${kind} ${detail}`;
    if (written[same] === true) return;
    written[same] = true;
    const line = `${eventLine(kind, policy.mode, detail, time, environment)}\n`;
    try {
      writeSync(1, line);
    } catch {
      try {
        writeSync(2, line);
      } catch { /* no log is left: what is blocked is blocked nevertheless */ }
    }
  };
  const deny = (kind: GuardEventKind, detail: string) => {
    report(kind, detail);
    if (blocks) throw new Blocked(kind, detail);
  };
  const invocations = new Invocations();

  let kindsIn: (text: string) => readonly string[] = () => [];
  let isDetecting = false;
  let started: ReturnType<Guard['start']> | undefined;
  const tools: Tools = {
    policy,
    blocks,
    preload: __filename,
    report,
    deny,
    isReady: () => isReady,
    invocation: () => invocations.current,
    kindsIn: (text) => kindsIn(text),
  };
  const hosts = new Hosts(policy, environment);
  const paths = new Paths(tools);
  const prototypes = new Prototypes(tools);
  const { binding } = process as any;
  const internal = (name: string) => apply(binding, process, [name]) as any;
  const outgoing = new Outgoing(tools, hosts);
  guardWire(tools, hosts, outgoing);
  guardEgress(tools, hosts, internal);
  guardDatagrams(tools, hosts, internal);
  guardNames(tools, hosts, internal);
  guardProcesses(tools, internal);
  guardFiles(tools, paths, internal);
  guardLazily(tools, paths, outgoing);
  guardCode(tools, paths);
  guardNativeCode(tools);

  const guard: Guard = {
    policy,
    report,
    deny,
    start: () => (started ??= startHandler(guard)),
    invoke(event, handle) {
      prototypes.settle();
      return invocations.begin(event, handle);
    },
    detect(by) {
      if (isDetecting) return;
      isDetecting = true;
      kindsIn = by;
    },
    ready() {
      if (isReady) return;
      isReady = true;
      prototypes.keep();
    },
    checkPrototypes: () => prototypes.check(),
  };
  defineProperty(globalThis, GUARD, { value: freeze(guard), configurable: false, enumerable: false, writable: false });
  Module.syncBuiltinESMExports();
}

start();
