// a worker whose code is a file of the function's own, and that connects where it may not
const { parentPort, workerData } = require('worker_threads');
require('net').connect(workerData.evil, '127.0.0.1').on('connect', () => parentPort.postMessage('through')).on('error', (error) => parentPort.postMessage(error.code));
