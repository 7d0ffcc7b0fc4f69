// Modules of Node.js whose functions the guard replaces: the objects themselves. A default import would be a copy, which takes a millisecond each to make.

export const asyncHooks = process.getBuiltinModule('async_hooks');
export const fs = process.getBuiltinModule('fs');
export const Module = process.getBuiltinModule('module');
export const net = process.getBuiltinModule('net');
export const vm = process.getBuiltinModule('vm');
